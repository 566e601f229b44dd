// Convolution as deep-learning libraries have it (cross-correlation: the kernel is not flipped), ReLU and pooling.
//
// A plane is { side, values, over, isSigned }: a square picture whose pixels are values[i] / over, row by row, in whole
// numbers; isSigned says that they may be negative by design. A kernel is { size, weights, over } likewise.

// How many places a window of k pixels has along n pixels with p zeros at each end, in steps of s; none if it is too wide.
export function outputSize(n, k, p, s) {
  return n + 2 * p < k ? 0 : Math.floor((n + 2 * p - k) / s) + 1;
}

export function pixelAt(plane, column, row) {
  const isInside = column >= 0 && row >= 0 && column < plane.side && row < plane.side;
  return isInside ? plane.values[row * plane.side + column] : 0;
}

export function convolve(plane, kernel, padding = 0, stride = 1) {
  const side = outputSize(plane.side, kernel.size, padding, stride);
  const values = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      values[row * side + column] = sumAt(plane, kernel, column * stride - padding, row * stride - padding);
    }
  }
  return { side, values, over: plane.over * kernel.over, isSigned: plane.isSigned || hasNoSum(kernel) };
}

// The sum of all products of a kernel whose left upper corner lies on a pixel.
export function sumAt(plane, kernel, left, top) {
  let sum = 0;
  for (let index = 0; index < kernel.weights.length; index++) {
    const [column, row] = [index % kernel.size, Math.floor(index / kernel.size)];
    sum += kernel.weights[index] * pixelAt(plane, left + column, top + row);
  }
  return sum;
}

// A kernel whose weights add up to nothing finds differences: they are negative as often as positive.
function hasNoSum(kernel) {
  return kernel.weights.reduce((sum, weight) => sum + weight, 0) === 0;
}

export function rectify(plane) {
  return { ...plane, values: plane.values.map((value) => Math.max(value, 0)), isSigned: false };
}

// The largest or the mean of each square of 2 x 2 pixels; a last odd row and column are left out.
export function pool(plane, kind) {
  const side = Math.floor(plane.side / 2);
  const values = new Float64Array(side * side);
  for (let index = 0; index < values.length; index++) {
    const four = fourAt(plane, index % side, Math.floor(index / side));
    values[index] = kind === "max" ? Math.max(...four) : four.reduce((sum, value) => sum + value, 0);
  }
  return { ...plane, side, values, over: kind === "max" ? plane.over : 4 * plane.over };
}

export function fourAt(plane, column, row) {
  return [0, 1, 2, 3].map((index) => pixelAt(plane, 2 * column + (index % 2), 2 * row + Math.floor(index / 2)));
}

// What the eye is given for a value, 0 to 255: clipped; or, where it may be negative, with 0 as grey and half the contrast.
export function shownLevel(value, isSigned) {
  const level = isSigned ? (value + 255) / 2 : value;
  return Math.min(Math.max(Math.round(level), 0), 255);
}

// How far, in levels, two kernels one after the other differ at most from the same two in the other order, wherever both
// see nothing but the picture.
export function orderDifference(plane, one, other, isRectified) {
  const between = isRectified ? rectify : (same) => same;
  const [there, back] = [[one, other], [other, one]].map(([first, second]) => convolve(between(convolve(plane, first)), second));
  return there.values.reduce((most, value, index) => Math.max(most, Math.abs(value - back.values[index])), 0) / there.over;
}
