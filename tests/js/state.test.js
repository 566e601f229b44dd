import assert from "node:assert/strict";
import { test } from "node:test";

import { isSameState, latentsOf } from "../../facevae/ui/tabs/sliders/state.js";

const DIRECTIONS = Float32Array.from([1, 0, 0, 1, 10, 0, 0, 10]);

test("each slider adds as much of its direction as it says", () => {
  const state = { start: Float32Array.from([1, 2]), sliders: [2, -1] };
  assert.deepEqual([...latentsOf(state, DIRECTIONS, 0)], [3, 1]);
  assert.deepEqual([...latentsOf(state, DIRECTIONS, 2)], [21, -8]);
  assert.deepEqual([...state.start], [1, 2]);
});

test("two states are the same where the start, the sliders and the switch are", () => {
  const state = { start: Float32Array.from([1]), sliders: [0, 1], independent: false };
  assert.equal(isSameState(state, { ...state, sliders: [0, 1] }), true);
  assert.equal(isSameState(state, { ...state, sliders: [0, 2] }), false);
  assert.equal(isSameState(state, { ...state, independent: true }), false);
  assert.equal(isSameState(state, { ...state, start: Float32Array.from([1]) }), false);
});
