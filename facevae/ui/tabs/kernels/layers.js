// Two layers, one after the other: what goes into each of them and what comes out, and why a layer is impossible.

import { convolve, outputSize, pool, rectify } from "./convolution.js";

const RANGES = {
  padding: ["Padding", 0, 16, ""],
  stride: ["Stride", 1, 64, "; with 0 the window would never move on"],
};

// Returns why a layer cannot be laid over a picture of n x n pixels, in one sentence; nothing where it can.
export function whyImpossible(n, layer) {
  for (const [name, [label, least, most, because]] of Object.entries(RANGES)) {
    const value = layer[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      return `${label} is a whole number from ${least} to ${most}${because}.`;
    }
  }
  const { size, padding, stride } = layer;
  const side = outputSize(n, size, padding, stride);
  if (side === 0) return `A kernel of ${size} \u00d7 ${size} does not fit into ${n} \u00d7 ${n} pixels, even with padding ${padding}.`;
  if (layer.pooling && side < 2) return `There is ${side} \u00d7 ${side} value: too little for pooling by 2 \u00d7 2.`;
  return "";
}

// The output size with its numbers filled in, and what it leaves out.
export function sizeInWords(n, layer) {
  const { size, padding, stride, pooling } = layer;
  const side = outputSize(n, size, padding, stride);
  const lines = [`floor((${n} + 2 \u00b7 ${padding} \u2212 ${size}) / ${stride}) + 1 = ${side}`];
  if (pooling) lines.push(`pooling: floor(${side} / 2) = ${Math.floor(side / 2)}`);
  const rest = (n + 2 * padding - size) % stride;
  if (rest) {
    const last = rest > 1 ? `${rest} rows and columns` : "row and column";
    lines.push(`the stride does not divide ${n + 2 * padding - size}: the last ${last} are never read`);
  }
  return lines.join("; ");
}

// Runs a layer: { before, sums, after }, where `sums` are those of the window and `after` what is shown.
export function runLayer(before, layer, isRectified) {
  const { size, weights, over, padding, stride, pooling } = layer;
  const sums = convolve(before, { size, weights, over }, padding, stride);
  const passed = isRectified ? rectify(sums) : sums;
  return { before, sums, passed, after: pooling ? pool(passed, pooling) : passed };
}
