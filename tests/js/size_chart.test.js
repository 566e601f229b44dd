import assert from "node:assert/strict";
import { test } from "node:test";

import { makeScale, rangeOf, ticksOf } from "../../facevae/ui/tabs/size/chart.js";

test("a scale is even, or even in the logarithm", () => {
  const even = makeScale([0, 10], [100, 200]);
  assert.deepEqual([0, 5, 10].map(even), [100, 150, 200]);
  const log = makeScale([1, 100], [0, 2], true);
  assert.deepEqual([1, 10, 100].map((value) => Number(log(value).toFixed(9))), [0, 1, 2]);
});

test("ticks are round and inside", () => {
  assert.deepEqual(ticksOf([14.2, 26.1]), [15, 20, 25]);
  assert.deepEqual(ticksOf([0.55, 0.68], false, 4), [0.55, 0.6, 0.65]);
  assert.deepEqual(ticksOf([8, 1200], true), [10, 30, 100, 300, 1000]);
});

test("a range has room, also around a single number", () => {
  assert.deepEqual(rangeOf([0, 10], 0.1), [-1, 11]);
  assert.deepEqual(rangeOf([3, 3]), [2, 4]);
  const [low, high] = rangeOf([1, 100], 0.5, true);
  assert.deepEqual([low, high].map((value) => Number(value.toFixed(9))), [0.1, 1000]);
});
