// One axis with the prior's bell above it, and mean, deviation, epsilon and z as marks: pieces of SVG, with no document.

const FLOOR = 92;
const BELL = 66;
const ROWS = [8, 26, 44];
const APART = 9;

// Returns the shares of the width, from 0 to 1, at which numbers stand on an axis from -reach to reach.
const shareOf = (value, reach) => Math.min(Math.max((value + reach) / (2 * reach), 0), 1);
const percent = (value, reach) => (100 * shareOf(value, reach)).toFixed(2);

// The curve of the standard normal density as a filled path in a box of 100 x 100, its top at 0.
export function bellPath(reach, steps = 80) {
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const value = -reach + (2 * reach * step) / steps;
    return `${((100 * step) / steps).toFixed(1)} ${(100 * (1 - Math.exp(-value * value / 2))).toFixed(1)}`;
  });
  return `M0 100L${points.join("L")}L100 100z`;
}

// A row for each label, from above, such that labels near each other never share one.
export function rowsOf(places) {
  const rows = [];
  for (const [index, place] of places.entries()) {
    const taken = rows.filter((_, other) => Math.abs(places[other] - place) < APART);
    rows.push([0, 1, 2].find((row) => !taken.includes(row)) ?? index);
  }
  return rows;
}

// The inside of the <svg>: `number` has mean, deviation, epsilon, z; `texts` the same as they are to be read.
export function axisMarkup(number, texts) {
  const reach = Math.max(4, ...["mean", "epsilon", "z"].map((name) => Math.ceil(Math.abs(number[name]) + 0.5)));
  const names = { mean: "mean", epsilon: "\u03b5", z: "z" };
  const places = Object.keys(names).map((name) => Number(percent(number[name], reach)));
  const rows = rowsOf(places);
  const ticks = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach).filter((tick) => reach <= 6 || tick % 2 === 0);
  const marks = Object.keys(names).map((name, index) => {
    const [x, y] = [places[index], ROWS[rows[index]]];
    return (
      `<line class="axis-mark" data-of="${name}" x1="${x}%" x2="${x}%" y1="${y + 6}" y2="${FLOOR}"/>` +
      `<text x="${Math.min(Math.max(x, 6), 94)}%" y="${y + 2}">${names[name]} ${texts[name]}</text>`
    );
  });
  const [from, to] = [number.mean - number.deviation, number.mean + number.deviation].map((value) => percent(value, reach));
  return [
    `<svg x="0" y="${FLOOR - BELL}" width="100%" height="${BELL}" viewBox="0 0 100 100" preserveAspectRatio="none"><path class="axis-prior" d="${bellPath(reach)}"/></svg>`,
    `<line class="axis-floor" x1="0" x2="100%" y1="${FLOOR}" y2="${FLOOR}"/>`,
    ...ticks.map((tick) => `<text x="${Math.min(Math.max(Number(percent(tick, reach)), 1), 99)}%" y="${FLOOR + 16}">${String(tick).replace("-", "\u2212")}</text>`),
    `<line class="axis-wide" x1="${from}%" x2="${to}%" y1="${FLOOR}" y2="${FLOOR}"/>`,
    ...marks,
    `<text x="${Math.min(Math.max(places[0], 22), 78)}%" y="${FLOOR + 36}">mean \u00b1 deviation ${texts.deviation}</text>`,
  ].join("");
}
