import assert from "node:assert/strict";
import { test } from "node:test";

import { KeyBrush } from "../../facevae/ui/components/key_brush.js";

function pressed(...keys) {
  const brush = new KeyBrush();
  const known = keys.map(([key, isFast = false]) => brush.move(key, 10, isFast, 200, 100));
  return { brush, known };
}

test("it begins in the middle, and arrows move it by a step, with Shift by five", () => {
  assert.deepEqual(pressed().brush.at(200, 100), [100, 50]);
  assert.deepEqual(pressed(["ArrowLeft"], ["ArrowUp"]).brush.at(200, 100), [90, 40]);
  assert.deepEqual(pressed(["ArrowRight", true], ["ArrowDown"]).brush.at(200, 100), [150, 60]);
});

test("it stays on the picture", () => {
  const far = Array(9).fill(["ArrowRight", true]);
  assert.deepEqual(pressed(...far, ["ArrowUp", true], ["ArrowUp", true]).brush.at(200, 100), [200, 0]);
});

test("it keeps its place on a picture of another size", () => {
  assert.deepEqual(pressed(["ArrowLeft", true]).brush.at(400, 400), [100, 200]);
});

test("other keys do not move it", () => {
  const { brush, known } = pressed(["Tab"], ["a"], ["ArrowLeft"]);
  assert.deepEqual(known, [false, false, true]);
  assert.equal(brush.inWords, "Brush 45 % from the left, 50 % from the top");
});
