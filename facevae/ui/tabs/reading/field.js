// What a cell of a map can see: pure functions.

// The part of the face that cell [column, row] sees, in per cent of its side: left, top, width, height.
export function fieldOf([column, row], { stride, before, after }, read) {
  const ends = [column, row].map((index) => [Math.max(stride * index - before, 0), Math.min(stride * index + after, read)]);
  const [[left, right], [top, bottom]] = ends.map((pair) => pair.map((pixel) => (100 * pixel) / read));
  return { left, top, width: right - left, height: bottom - top };
}

// The cell under a pointer at shares [across, down] of a map of so many cells each way.
export function cellUnder([across, down], side) {
  return [across, down].map((share) => Math.min(Math.max(Math.floor(share * side), 0), side - 1));
}
