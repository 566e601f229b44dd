// The numbers that are shown add up exactly: read back as text, each product is its pixel times its weight, and the sum theirs.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fractionText, mixedText, readFraction, readWeights } from "../../facevae/ui/tabs/kernels/fractions.js";
import { runLayer } from "../../facevae/ui/tabs/kernels/layers.js";
import { workedLines, workedProducts } from "../../facevae/ui/tabs/kernels/worked_sum.js";

// An exact fraction of BigInts from "−140 5/9", "1265/9" or "37".
function exact(text) {
  const [, minus, whole = "0", top = "0", below = "1"] = /^(\u2212?)(?:(\d+)(?: |$))?(?:(\d+)\/(\d+))?$/.exec(text);
  const value = BigInt(whole) * BigInt(below) + BigInt(top);
  return [minus ? -value : value, BigInt(below)];
}
const same = ([a, b], [c, d]) => a * d === c * b;
const plus = ([a, b], [c, d]) => [a * d + c * b, b * d];
const times = ([a, b], [c, d]) => [a * c, b * d];

function random(seed) {
  let state = seed;
  return (least, most) => {
    state = (state * 48271) % 2147483647;
    return least + (state % (most - least + 1));
  };
}

test("whatever the picture, the weights, the padding and the place: what is shown adds up", () => {
  const draw = random(7);
  for (let round = 0; round < 200; round++) {
    const size = draw(0, 1) ? 3 : 5;
    const over = [1, 2, 9, 16, 25, 256, 500][draw(0, 6)];
    const texts = Array.from({ length: size * size }, () => `${draw(-99, 99)}/${over}`);
    const layer = { size, padding: draw(0, 3), stride: draw(1, 3), pooling: "", ...readWeights(texts) };
    const values = Float64Array.from({ length: 81 }, () => draw(0, 255));
    // Pixels of a second layer are fractions.
    const run = runLayer({ side: 9, values, over: draw(0, 1) ? 1 : 9, isSigned: false }, layer, false);
    const cell = [draw(0, run.sums.side - 1), draw(0, run.sums.side - 1)];
    const shown = workedProducts(run, layer, cell);
    for (const [index, { pixel, product }] of shown.entries()) {
      const { top, over: below } = readFraction(texts[index]);
      assert.ok(same(exact(product), times(exact(pixel), [BigInt(top), BigInt(below)])), `${pixel} ${texts[index]} ${product}`);
    }
    const total = shown.map(({ product }) => exact(product)).reduce(plus);
    for (const text of workedLines(run, layer, cell, false)[0][1].split(" = ")) assert.ok(same(exact(text), total), text);
  }
});

test("a sum by hand: nine pixels, their mean, and what becomes of it", () => {
  const values = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 10]);
  const layer = { size: 3, padding: 0, stride: 1, pooling: "", ...readWeights(Array(9).fill("1/9")) };
  const run = runLayer({ side: 3, values, over: 1, isSigned: false }, layer, false);
  assert.deepEqual(workedProducts(run, layer, [0, 0]).map(({ product }) => product).slice(7), ["8/9", "10/9"]);
  assert.deepEqual(workedLines(run, layer, [0, 0], false), [["Sum", "46/9 = 5 1/9"], ["Shown as", "5 of 255"]]);
});

test("ReLU and pooling are said with the values they take", () => {
  const values = Float64Array.from([10, 0, 0, 20]);
  const layer = { size: 1, padding: 0, stride: 1, pooling: "max", ...readWeights(["-1"]) };
  const plane = { side: 2, values, over: 1, isSigned: false };
  assert.deepEqual(workedLines(runLayer(plane, layer, true), layer, [0, 0], true), [
    ["Sum", "\u221210"],
    ["ReLU", "0, as the sum is negative"],
    ["Largest of four", "0, 0, 0, 0: 0"],
    ["Shown as", "0 of 255"],
  ]);
  const mean = { ...layer, pooling: "mean", ...readWeights(["1/3"]) };
  assert.deepEqual(workedLines(runLayer(plane, mean, false), mean, [1, 1], false).slice(0, 2), [
    ["Sum", "20/3 = 6 2/3"],
    ["Mean of four", "10/3, 0, 0, 20/3: 2 1/2"],
  ]);
});

test("weights are read as they are typed, and fractions are written over one denominator", () => {
  assert.deepEqual(readFraction(" \u22122 / 16"), { top: -2, over: 16 });
  assert.deepEqual(readFraction("0,25"), { top: 25, over: 100 });
  assert.deepEqual(readWeights(["1/2", "1/3", "-1", "0.5"]), { weights: [15, 10, -30, 15], over: 30 });
  assert.equal(fractionText(-30, 30), "\u221230/30");
  assert.equal(mixedText(-30, 30), "\u22121");
  assert.equal(mixedText(0, 9), "0");
  assert.equal(mixedText(-5, 9), "\u22125/9");
});

for (const text of ["", "x", "1/0", "100", "1/501", "1e3", "1/2/3", "--1", "1 2/x", "NaN"]) {
  test(`no weight: "${text}"`, () => {
    const { wrong, problem } = readWeights(["1", text]);
    assert.deepEqual(wrong, [1]);
    assert.match(problem, /^A weight is a number from .* at most 500\.$/);
  });
}

test("fractions without a common denominator up to 500 are refused", () => {
  assert.deepEqual(readWeights(["1", "1/499", "1/2"]).wrong, [1, 2]);
});
