import assert from "node:assert/strict";
import { test } from "node:test";

import { DAMAGED, fragmentOf, stateOfFragment } from "../../facevae/ui/tabs/sliders/link.js";

const BOARD = { dim: 2, reaches: [{ low: -3, high: 3 }, { low: -1, high: 2 }, { low: -3, high: 3 }] };
const START = Float32Array.from([1, -2]);
const CODE = "AACAPwAAAMA";

test("a fragment holds the code without padding, and the sliders up to the last moved one", () => {
  const state = { start: START, sliders: [0, -1.5, 0], independent: true };
  assert.equal(fragmentOf(state), `face=${CODE}&sliders=0,-1.5&independent=1`);
  assert.equal(fragmentOf({ ...state, sliders: [0, 0, 0] }), `face=${CODE}&sliders=&independent=1`);
});

test("what was written is read back, whatever bytes the code has", () => {
  for (let seed = 1; seed < 50; seed++) {
    const start = Float32Array.from([Math.sin(seed), 1 / seed]);
    const state = { start, sliders: [0.05 * seed - 1, 0, 1], independent: seed % 2 === 0 };
    const fragment = fragmentOf(state);
    assert.match(fragment, /^[\w=&,.-]+$/);
    assert.deepEqual(stateOfFragment(`#${fragment}`, BOARD), state);
  }
});

test("sliders go no further than they reach, and those that are left out stand in the middle", () => {
  assert.deepEqual(stateOfFragment(`face=${CODE}&sliders=99,-4`, BOARD).sliders, [3, -1, 0]);
  assert.deepEqual(stateOfFragment(`face=${CODE}`, BOARD), { start: START, sliders: [0, 0, 0], independent: false });
});

test("an address without a face describes none", () => {
  assert.equal(stateOfFragment("", BOARD), null);
  assert.equal(stateOfFragment("#sliders=1", BOARD), null);
});

for (const fragment of [
  "face=",
  "face=AAAA",
  "face=AACAPw",
  "face=AACAfw",
  "face=!",
  "face=AACAPwAAwH8",
  `face=${CODE}&sliders=1,2,3,4`,
  `face=${CODE}&sliders=old`,
  `face=${CODE}&sliders=Infinity`,
]) {
  test(`a link is damaged: ${fragment}`, () => assert.equal(stateOfFragment(fragment, BOARD), DAMAGED));
}
