import assert from "node:assert/strict";
import { test } from "node:test";

import { convolve, orderDifference, outputSize, pool, rectify, shownLevel } from "../../facevae/ui/tabs/kernels/convolution.js";
import { MOST_OVER, MOST_WEIGHT, readWeights } from "../../facevae/ui/tabs/kernels/fractions.js";
import { PRESETS } from "../../facevae/ui/tabs/kernels/presets.js";

const grey = (values) => ({ side: Math.sqrt(values.length), values: Float64Array.from(values), over: 1, isSigned: false });
const kernel = (texts) => ({ size: Math.sqrt(texts.length), ...readWeights(texts) });
const preset = (key, size = 3) => kernel(PRESETS.find((one) => one.key === key)[size]);

// Numbers without pattern, the same ones every time (Park and Miller's generator).
function* numbers(seed, least, most) {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield least + (state % (most - least + 1));
  }
}
const take = (from, count) => Array.from({ length: count }, () => from.next().value);

test("the output size is floor((n + 2p - k) / s) + 1, and nothing where the kernel does not fit", () => {
  assert.equal(outputSize(128, 3, 1, 1), 128);
  assert.equal(outputSize(128, 5, 0, 1), 124);
  assert.equal(outputSize(128, 3, 0, 2), 63);
  assert.equal(outputSize(3, 3, 0, 64), 1);
  assert.equal(outputSize(2, 5, 1, 1), 0);
});

test("the mean of nine, with zeros beyond the rim", () => {
  const { values, over } = convolve(grey([1, 2, 3, 4, 5, 6, 7, 8, 9]), preset("box"), 1);
  assert.equal(over, 9);
  assert.deepEqual([...values], [12, 21, 16, 27, 45, 33, 24, 39, 28]);
});

test("the kernel is not flipped: Sobel, left to right, is positive where it gets brighter to the right", () => {
  const { values, isSigned } = convolve(grey([0, 0, 9, 0, 0, 9, 0, 0, 9]), preset("sobel-x"));
  assert.deepEqual([...values], [36]);
  assert.equal(isSigned, true);
});

test("the weights of every kernel add up to one, which keeps the brightness; those of Sobel to nothing", () => {
  for (const { key } of PRESETS) {
    for (const size of [3, 5]) {
      const { weights, over } = preset(key, size);
      assert.equal(weights.length, size * size);
      const sum = weights.reduce((all, one) => all + one, 0) / over;
      assert.equal(sum, key.startsWith("sobel") ? 0 : 1, `${key} ${size}`);
    }
  }
});

test("ReLU makes negative values 0, and pooling takes the largest or the mean of four", () => {
  const plane = { ...grey([-1, 2, 9, 3, -5, 9, 9, 9, 9]), over: 3, isSigned: true };
  assert.deepEqual([...rectify(plane).values], [0, 2, 9, 3, 0, 9, 9, 9, 9]);
  assert.equal(rectify(plane).isSigned, false);
  assert.deepEqual([...pool(plane, "max").values], [3]);
  assert.equal(pool(plane, "max").over, 3);
  const mean = pool(plane, "mean");
  assert.deepEqual([mean.values[0], mean.over], [-1, 12]);
});

test("a value is clipped to be shown; one that may be negative has 0 as grey", () => {
  assert.deepEqual([-3, 0, 140.5, 300].map((value) => shownLevel(value, false)), [0, 0, 141, 255]);
  assert.deepEqual([-300, -255, 0, 255, 1020].map((value) => shownLevel(value, true)), [0, 0, 128, 255, 255]);
});

test("two kernels commute to the last digit without ReLU, and do not with it", () => {
  const drawn = numbers(1, 0, 255);
  const weights = numbers(2, -99, 99);
  for (const size of [3, 5]) {
    const face = grey(take(drawn, 144));
    const [one, other] = [9, size * size].map((count) => kernel(take(weights, count).map((weight) => `${weight}/7`)));
    assert.equal(orderDifference(face, one, other, false), 0);
  }
  assert.ok(orderDifference(grey(take(drawn, 144)), preset("sobel-x"), preset("box"), true) > 10);
});

test("with the largest weights that are let in, two layers stay below what whole numbers are exact to", () => {
  const largest = { size: 5, weights: Array(25).fill(MOST_WEIGHT * MOST_OVER), over: MOST_OVER };
  const white = grey(Array(400).fill(255));
  const twice = [white, null, null].reduce((plane) => pool(convolve(plane, largest), "mean"));
  assert.ok(twice.values[0] > 2 ** 52 && twice.values[0] < Number.MAX_SAFE_INTEGER);
});
