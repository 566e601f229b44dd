// Small charts: scales, ticks, and the elements of an SVG.

const SVG = "http://www.w3.org/2000/svg";

// A function from numbers between low and high to places between start and end, evenly or by the logarithm.
export function makeScale([low, high], [start, end], isLog = false) {
  const of = isLog ? Math.log : (value) => value;
  return (value) => start + ((of(value) - of(low)) / (of(high) - of(low))) * (end - start);
}

// Round numbers from low to high: about `count` of them, or 1, 3, 10, 30 ... for a scale by the logarithm.
export function ticksOf([low, high], isLog = false, count = 5) {
  if (isLog) {
    const all = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) all.push(10 ** power, 3 * 10 ** power);
    return all.filter((tick) => tick >= low && tick <= high);
  }
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((one) => one * power >= rough);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

// The smallest and the largest of some numbers, with room around them.
export function rangeOf(values, room = 0.06, isLog = false) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (isLog) {
    const wider = (high / low) ** room || 1;
    return [low / wider, high * wider];
  }
  const wider = (high - low) * room || 1;
  return [low - wider, high + wider];
}

export function makeSvg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Axes with ticks, grid lines and names. Returns the elements and both scales.
export function makeAxes({ width, height, left, bottom, top, right, xRange, yRange, isLog, xName, yName, format = String }) {
  const x = makeScale(xRange, [left, width - right], isLog);
  const y = makeScale(yRange, [height - bottom, top]);
  const floor = height - bottom;
  const made = [];
  for (const tick of ticksOf(yRange, false, 4)) {
    made.push(makeSvg("line", { class: "chart-grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }));
    made.push(makeSvg("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, format(tick)));
  }
  for (const tick of ticksOf(xRange, isLog)) {
    made.push(makeSvg("line", { class: "chart-grid", x1: x(tick), x2: x(tick), y1: top, y2: floor }));
    made.push(makeSvg("text", { x: x(tick), y: floor + 15, "text-anchor": "middle" }, tick.toLocaleString("en")));
  }
  made.push(makeSvg("text", { x: (left + width - right) / 2, y: height - 3, "text-anchor": "middle" }, xName));
  made.push(makeSvg("text", { x: left, y: top - 7, "text-anchor": "start" }, yName));
  return { x, y, made };
}

// A mark for each size of the code, so that they differ without colour: circle, square, triangle.
export function makeMark(kind, x, y, radius, attributes) {
  if (kind === 0) return makeSvg("circle", { cx: x, cy: y, r: radius, ...attributes });
  if (kind === 1) return makeSvg("rect", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius, ...attributes });
  const points = [[0, -1.25], [1.2, 0.9], [-1.2, 0.9]].map(([across, down]) => `${x + across * radius},${y + down * radius}`);
  return makeSvg("polygon", { points: points.join(" "), ...attributes });
}
