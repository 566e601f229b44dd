// One output value by number: each pixel, its weight and their product, and the sum of all of them.

import { fourAt, pixelAt, shownLevel } from "./convolution.js";
import { fractionText, mixedText } from "./fractions.js";
import { cornerOf } from "./window.js";

// "1265/9 = 140 5/9", or one of them where they are the same.
function twice(top, over) {
  const texts = new Set([fractionText(top, over), mixedText(top, over)]);
  return [...texts].join(" = ");
}

// Returns what stands under each other in each cell: { pixel, product, level, isPadding }, all products over one
// denominator. The weights stand in the boxes between.
export function workedProducts(run, layer, cell) {
  const { before } = run;
  const [left, top] = cornerOf(cell, layer);
  return layer.weights.map((weight, index) => {
    const [column, row] = [left + (index % layer.size), top + Math.floor(index / layer.size)];
    const value = pixelAt(before, column, row);
    return {
      pixel: fractionText(value, before.over),
      product: fractionText(weight * value, run.sums.over),
      level: shownLevel(value / before.over, before.isSigned),
      isPadding: Math.min(column, row) < 0 || Math.max(column, row) >= before.side,
    };
  });
}

// Returns the lines under the products: [what, number] for the sum and for what becomes of it.
export function workedLines(run, layer, cell, isRectified) {
  const { sums, passed, after } = run;
  const sum = pixelAt(sums, ...cell);
  const lines = [["Sum", twice(sum, sums.over)]];
  let [value, over] = [pixelAt(passed, ...cell), passed.over];
  if (isRectified) lines.push(["ReLU", sum < 0 ? "0, as the sum is negative" : "leaves it"]);
  if (layer.pooling) {
    const pooled = cell.map((step) => Math.floor(step / 2));
    const four = fourAt(passed, ...pooled).map((one) => fractionText(one, passed.over));
    [value, over] = [pixelAt(after, ...pooled), after.over];
    lines.push([layer.pooling === "max" ? "Largest of four" : "Mean of four", `${four.join(", ")}: ${mixedText(value, over)}`]);
  }
  lines.push(["Shown as", `${shownLevel(value / over, after.isSigned)} of 255`]);
  return lines;
}
