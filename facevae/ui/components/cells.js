// Cells of a square grid, each a column and a row, walked over by arrow keys.

const ARROW_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 10;

// The cell that a key leads to, by ten steps if `isFar`; null where the key moves nothing.
export function cellAfter(key, cell, steps, isFar) {
  const direction = ARROW_KEYS[key];
  if (!direction) return null;
  return cell.map((step, axis) => Math.min(Math.max(step + direction[axis] * (isFar ? FAR : 1), 0), steps - 1));
}
