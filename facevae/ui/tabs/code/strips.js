// Numbers as bars side by side, as the path of an SVG whose box is `count` wide and 1 high.

const GAP = 0.15;

// Bars of values from `low` (the floor, unless 0 lies above it) to `high`; what lies beyond is cut off.
export function barsPath(values, low, high) {
  const place = (value) => 1 - (Math.min(Math.max(value, low), high) - low) / (high - low);
  const floor = place(Math.max(low, 0));
  const short = (number) => Number(number.toFixed(3));
  return values
    .map((value, index) => `M${index + GAP} ${short(floor)}V${short(place(value))}h${short(1 - 2 * GAP)}V${short(floor)}z`)
    .join("");
}

// The largest size of any number in the lists, and 3 at least, so that the dice have room.
export function reachOf(...lists) {
  return lists.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 3);
}
