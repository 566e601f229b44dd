import assert from "node:assert/strict";
import { test } from "node:test";

import { firstLayers, otherSize, textsOf, withPreset, withWeight } from "../../facevae/ui/tabs/kernels/layer_settings.js";
import { sizeInWords, whyImpossible } from "../../facevae/ui/tabs/kernels/layers.js";
import { cellAfter } from "../../facevae/ui/components/cells.js";
import { cellAt, cornerOf, placeOf } from "../../facevae/ui/tabs/kernels/window.js";

const plain = { size: 3, padding: 1, stride: 1, pooling: "" };

test("the size has its numbers filled in, and says what is left out", () => {
  assert.equal(sizeInWords(128, plain), "floor((128 + 2 \u00b7 1 \u2212 3) / 1) + 1 = 128");
  assert.match(sizeInWords(128, { ...plain, padding: 0, stride: 3 }), /\) \+ 1 = 42; the stride does not divide 125: the last 2 rows and columns are never read$/);
  assert.match(sizeInWords(128, { ...plain, padding: 0, pooling: "max" }), /= 126; pooling: floor\(126 \/ 2\) = 63$/);
});

test("what is impossible is said in words", () => {
  assert.equal(whyImpossible(128, plain), "");
  assert.match(whyImpossible(128, { ...plain, stride: 0 }), /never move on/);
  assert.match(whyImpossible(128, { ...plain, padding: 1.5 }), /^Padding is a whole number from 0 to 16\.$/);
  assert.match(whyImpossible(128, { ...plain, stride: Number.NaN }), /^Stride is a whole number/);
  assert.match(whyImpossible(2, { ...plain, size: 5 }), /does not fit into 2 \u00d7 2/);
  assert.match(whyImpossible(3, { ...plain, padding: 0, pooling: "max" }), /too little for pooling/);
});

test("a cell's window, and back: whatever the padding and the stride", () => {
  for (const layer of [plain, { ...plain, size: 5, stride: 2 }, { ...plain, padding: 0, stride: 7 }]) {
    for (const cell of [[0, 0], [3, 1], [8, 8]]) assert.deepEqual(cellAt(placeOf(cell, 64, layer), 64, layer, 9), cell);
  }
  assert.deepEqual(cornerOf([0, 2], plain), [-1, 1]);
});

test("a place beyond the picture is the nearest cell", () => {
  assert.deepEqual(cellAt([-1, 2], 128, plain, 128), [0, 127]);
});

test("arrow keys move by one step or by ten, and stop at the rim", () => {
  assert.deepEqual(cellAfter("ArrowRight", [3, 3], 128, false), [4, 3]);
  assert.deepEqual(cellAfter("ArrowUp", [3, 3], 128, true), [3, 0]);
  assert.deepEqual(cellAfter("ArrowDown", [3, 127], 128, false), [3, 127]);
  assert.equal(cellAfter("Tab", [3, 3], 128, false), null);
});

test("going to another size and back loses no weight that was typed", () => {
  const wide = withWeight(otherSize(firstLayers()[1], 5), 0, "7");
  assert.equal(wide.preset, "own");
  const back = otherSize(otherSize(wide, 3), 5);
  assert.deepEqual(textsOf(back), textsOf(wide));
  assert.equal(textsOf(back)[0], "7");
  assert.deepEqual(textsOf(otherSize(wide, 3)), Array(9).fill("1/25"));
});

test("a kernel that was typed comes back after one with a name", () => {
  const typed = withWeight(firstLayers()[0], 4, "1/2");
  const again = withPreset(withPreset(typed, "identity"), "own");
  assert.deepEqual(textsOf(again), ["\u22121", "0", "1", "\u22122", "1/2", "2", "\u22121", "0", "1"]);
});

test("padding that keeps the size goes on keeping it, and another one stays", () => {
  const [layer] = firstLayers();
  assert.equal(otherSize(layer, 5).padding, 2);
  assert.equal(otherSize({ ...layer, padding: 0 }, 5).padding, 0);
});
