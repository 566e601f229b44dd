// Frames around faces, in pixels of the photo.

const LEAST = 40;

// The square, [left, top, side], that answers to a finger for each frame: as large as the frame or LEAST pixels of the
// screen, whichever is more, where that does not reach into the square of another face. `unit` is a pixel of the screen.
export function tapSquares(frames, unit) {
  const boxes = frames.map(({ corners }) => {
    const [xs, ys] = [corners.map((corner) => corner[0]), corners.map((corner) => corner[1])];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    return { x: (left + right) / 2, y: (top + bottom) / 2, half: Math.max(right - left, bottom - top) / 2 };
  });
  return boxes.map((box, index) => {
    const near = boxes.filter((_, other) => other !== index).map(({ x, y }) => Math.max(Math.abs(x - box.x), Math.abs(y - box.y)));
    const half = Math.min(Math.max(box.half, (LEAST / 2) * unit), Math.min(...near) / 2);
    return [box.x - half, box.y - half, 2 * half];
  });
}

// Where a badge of a radius stands: at the first corner of a frame, but inside a photo of that size.
export function badgePlace([corner], radius, { width, height }) {
  const clamp = (value, most) => Math.min(Math.max(value, radius), most - radius);
  return [clamp(corner[0], width), clamp(corner[1], height)];
}
