// Places of the map: from the pointer, from keys, and to the nearest face of its picture.

const STEP = 0.1;
const FAR = 5;

const clip = (value, limit) => Math.min(Math.max(value, -limit), limit);
const rounded = (value) => Math.round(value * 100) / 100;

// across and down are shares of the map's width and height, from the upper left.
export function placeAt(across, down, limit) {
  return { x: rounded(clip((2 * across - 1) * limit, limit)), y: rounded(clip((1 - 2 * down) * limit, limit)) };
}

// Where a place is on the map: shares of its width and height.
export function shareOf({ x, y }, limit) {
  return { across: (x + limit) / (2 * limit), down: (limit - y) / (2 * limit) };
}

// Where the arrow keys lead; with Shift five steps at once. Nothing for other keys.
export function placeAfter({ x, y }, key, isFar, limit) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  if (!steps) return null;
  const by = STEP * (isFar ? FAR : 1);
  return { x: rounded(clip(x + steps[0] * by, limit)), y: rounded(clip(y + steps[1] * by, limit)) };
}

// Row and column of the nearest of side x side faces.
export function nearestFace(place, side, limit) {
  const { across, down } = shareOf(place, limit);
  return { row: Math.round(down * (side - 1)), column: Math.round(across * (side - 1)) };
}

// A colour between the equally spaced ones of a legend, as [red, green, blue].
export function colourOf(share, colours) {
  const at = Math.min(Math.max(share, 0), 1) * (colours.length - 1);
  const low = Math.min(Math.floor(at), colours.length - 2);
  const [one, other] = [colours[low], colours[low + 1]].map((colour) => [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16)));
  return one.map((value, channel) => Math.round(value + (at - low) * (other[channel] - value)));
}
