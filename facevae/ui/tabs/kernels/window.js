// Where the window of a kernel stands. A place is the window's middle as shares of the picture's width and height, so that
// it stays where it is while sizes change; a cell counts the window's steps from the left upper corner.

// The left upper corner of a cell's window, in pixels of the picture that it reads; with padding it may be negative.
export function cornerOf(cell, { padding, stride }) {
  return cell.map((step) => step * stride - padding);
}

// The cell whose window stands nearest to a place in a picture of `side` pixels; `steps` is how many cells a row has.
export function cellAt(place, side, layer, steps) {
  return place.map((share) => {
    const step = Math.round((share * side - layer.size / 2 + layer.padding) / layer.stride);
    return Math.min(Math.max(step, 0), steps - 1);
  });
}

export function placeOf(cell, side, layer) {
  return cornerOf(cell, layer).map((corner) => (corner + layer.size / 2) / side);
}
