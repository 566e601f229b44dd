import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAfter } from "../../facevae/ui/components/cells.js";
import { cellUnder, fieldOf } from "../../facevae/ui/tabs/reading/field.js";
import { onFace, placeAfter, placeUnder } from "../../facevae/ui/tabs/reading/patch_place.js";

test("all of a patch stays on the face", () => {
  assert.equal(onFace(0, 0.25), 0.125);
  assert.equal(onFace(1, 0.25), 0.875);
  assert.equal(onFace(0.5, 0.25), 0.5);
});

test("a pointer beside the face is on its edge", () => {
  const box = { left: 10, top: 20, width: 100, height: 200 };
  assert.deepEqual(placeUnder([60, 70], box), [0.5, 0.25]);
  assert.deepEqual(placeUnder([-5, 500], box), [0, 1]);
});

test("arrow keys move a patch by a fiftieth, with Shift by a tenth, and not over the edge", () => {
  assert.deepEqual(placeAfter("ArrowRight", [0.5, 0.5], 0.2, false), [0.52, 0.5]);
  assert.deepEqual(placeAfter("ArrowUp", [0.5, 0.5], 0.2, true), [0.5, 0.4]);
  assert.deepEqual(placeAfter("ArrowLeft", [0.1, 0.5], 0.2, false), [0.1, 0.5]);
  assert.equal(placeAfter("a", [0.5, 0.5], 0.2, false), null);
});

test("a cell sees its field, cut off at the edges of the face", () => {
  const field = { stride: 2, before: 3, after: 4 };
  // Pixels 17 to 23 of 40: seven of them.
  assert.deepEqual(fieldOf([10, 10], field, 40), { left: 42.5, top: 42.5, width: 17.5, height: 17.5 });
  assert.deepEqual(fieldOf([0, 19], field, 40), { left: 0, top: 87.5, width: 10, height: 12.5 });
});

test("cells are found under a pointer and by arrow keys, and there are only so many", () => {
  assert.deepEqual(cellUnder([0.99, 0.26], 4), [3, 1]);
  assert.deepEqual(cellUnder([1, -0.1], 4), [3, 0]);
  assert.deepEqual(cellAfter("ArrowDown", [1, 2], 4), [1, 3]);
  assert.deepEqual(cellAfter("ArrowDown", [1, 3], 4), [1, 3]);
  assert.equal(cellAfter("Enter", [1, 3], 4), null);
});
