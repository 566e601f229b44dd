// Kernels that have a name, in both sizes.

import { wholeText } from "./fractions.js";

const outer = (column, row) => column.flatMap((one) => row.map((other) => one * other));
const over = (weights, below) => weights.map((weight) => (weight === 0 ? "0" : `${wholeText(weight)}/${below}`));
const whole = (weights) => weights.map(wholeText);

const BINOMIAL = [1, 4, 6, 4, 1];
// With a twelfth of it, five rows see a slope about as strong as three do.
const SLOPE = [-1, -2, 0, 2, 1];
const POINT = [0, 0, 1, 0, 0];
const gaussian = outer(BINOMIAL, BINOMIAL);

// The 25 weights of a kernel of nine with zeros around it.
export function surrounded(nine) {
  return Array.from({ length: 25 }, (_, index) => {
    const [column, row] = [(index % 5) - 1, Math.floor(index / 5) - 1];
    return Math.min(column, row) >= 0 && Math.max(column, row) < 3 ? nine[row * 3 + column] : "0";
  });
}

// The nine weights in the middle of 25.
export function middle(all) {
  return Array.from({ length: 9 }, (_, index) => all[(Math.floor(index / 3) + 1) * 5 + (index % 3) + 1]);
}

const EMBOSS = whole([-2, -1, 0, -1, 1, 1, 0, 1, 2]);

export const PRESETS = [
  { key: "identity", label: "Identity", 3: whole(outer([0, 1, 0], [0, 1, 0])), 5: whole(outer(POINT, POINT)) },
  { key: "box", label: "Box blur (mean filter)", 3: Array(9).fill("1/9"), 5: Array(25).fill("1/25") },
  { key: "gaussian", label: "Gaussian blur", 3: over(outer([1, 2, 1], [1, 2, 1]), 16), 5: over(gaussian, 256) },
  {
    key: "sharpen",
    label: "Sharpen",
    3: whole([0, -1, 0, -1, 5, -1, 0, -1, 0]),
    5: over(gaussian.map((weight, index) => (index === 12 ? 512 : 0) - weight), 256),
  },
  { key: "sobel-x", label: "Sobel, left to right", 3: whole(outer([1, 2, 1], [-1, 0, 1])), 5: over(outer(BINOMIAL, SLOPE), 12) },
  { key: "sobel-y", label: "Sobel, top to bottom", 3: whole(outer([-1, 0, 1], [1, 2, 1])), 5: over(outer(SLOPE, BINOMIAL), 12) },
  { key: "emboss", label: "Emboss", 3: EMBOSS, 5: surrounded(EMBOSS) },
];

export const OWN = { key: "own", label: "Your own" };
