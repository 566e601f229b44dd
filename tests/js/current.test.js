import assert from "node:assert/strict";
import { test } from "node:test";

import { CurrentFace } from "../../facevae/ui/tabs/sliders/current.js";

const ANN = { start: Float32Array.of(1, 2), name: "Ann", made: false };
const BOB = { start: Float32Array.of(3, 4), name: "Bob", made: false };

const state = (start, sliders = [0, 0]) => ({ start, sliders });

function begun() {
  const current = new CurrentFace();
  current.take(ANN, state(ANN.start));
  return current;
}

test("a new face is begun with while no slider is moved, whatever was shown", () => {
  assert.equal(begun().take(BOB, state(ANN.start)), true);
  assert.equal(begun().take(BOB, state(Float32Array.of(9, 9))), true);
});

test("where one is moved it is only offered", () => {
  const current = begun();
  const moved = state(ANN.start, [0, -0.5]);
  assert.equal(current.isStartOf(moved), true);
  assert.equal(current.take(BOB, moved), false);
  assert.equal(current.isStartOf(moved), false);
  assert.equal(current.face.name, "Bob");
  assert.equal(current.isStartOf(state(BOB.start)), true);
});

test("the face of before, said again, takes nothing away", () => {
  const link = state(Float32Array.of(9, 9));
  const current = begun();
  assert.equal(current.take({ ...ANN, start: Float32Array.of(1, 2) }, link), false);
  assert.equal(current.isStartOf(link), false);
});

test("a face that the sliders made is the one they show, however it is coded", () => {
  const current = begun();
  const shown = state(ANN.start, [1, 0]);
  assert.equal(current.take({ ...BOB, made: true }, shown), false);
  assert.equal(current.isStartOf(shown), true);
  assert.equal(current.isStartOf(state(BOB.start)), false);
});

test("before the page has said anything there is nothing to offer", () => {
  assert.equal(new CurrentFace().isStartOf(state(ANN.start)), true);
});
