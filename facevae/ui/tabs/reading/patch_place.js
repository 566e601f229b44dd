// Where a patch is, as shares of the side of the face: pure functions.

const STEP = 0.02;
const LONG = 0.1;

const within = (share) => Math.min(Math.max(share, 0), 1);

// The middle of a patch stays where all of the patch is on the face.
export function onFace(share, size) {
  return Math.min(Math.max(share, size / 2), 1 - size / 2);
}

// The place under a pointer, from the corner of the face on the screen and its side.
export function placeUnder([x, y], { left, top, width, height }) {
  return [within((x - left) / width), within((y - top) / height)];
}

// Where an arrow key moves a patch to; null for other keys.
export function placeAfter(key, [across, down], size, isLong) {
  const by = isLong ? LONG : STEP;
  const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
  const move = moves[key];
  return move ? [onFace(across + move[0], size), onFace(down + move[1], size)] : null;
}
