import assert from "node:assert/strict";
import { test } from "node:test";

import { colourOf, nearestFace, placeAfter, placeAt, shareOf } from "../../facevae/ui/tabs/size/map_places.js";
import { placeIn } from "../../facevae/ui/tabs/size/sprite.js";

test("up on the map is more of the second number", () => {
  assert.deepEqual(placeAt(0.5, 0.5, 3), { x: 0, y: 0 });
  assert.deepEqual(placeAt(1, 0, 3), { x: 3, y: 3 });
  assert.deepEqual(placeAt(-0.2, 1.4, 3), { x: -3, y: -3 });
  assert.deepEqual(shareOf({ x: 1.5, y: -3 }, 3), { across: 0.75, down: 1 });
});

test("arrow keys move by a tenth, with Shift by five, and not over the rim", () => {
  assert.deepEqual(placeAfter({ x: 0, y: 0 }, "ArrowUp", false, 3), { x: 0, y: 0.1 });
  assert.deepEqual(placeAfter({ x: 0.2, y: 0 }, "ArrowLeft", true, 3), { x: -0.3, y: 0 });
  assert.deepEqual(placeAfter({ x: 2.95, y: 0 }, "ArrowRight", false, 3), { x: 3, y: 0 });
  assert.equal(placeAfter({ x: 0, y: 0 }, "Enter", false, 3), null);
});

test("the nearest face of the picture is by rows from above", () => {
  assert.deepEqual(nearestFace({ x: -3, y: 3 }, 21, 3), { row: 0, column: 0 });
  assert.deepEqual(nearestFace({ x: 0.16, y: -0.14 }, 21, 3), { row: 10, column: 11 });
  assert.deepEqual(placeIn(1344, 21, 2, 3), { x: 192, y: 128, side: 64 });
});

test("colours lie between those of the legend", () => {
  const legend = ["#000000", "#646464", "#ffffff"];
  assert.deepEqual(colourOf(0, legend), [0, 0, 0]);
  assert.deepEqual(colourOf(0.25, legend), [50, 50, 50]);
  assert.deepEqual(colourOf(1, legend), [255, 255, 255]);
  assert.deepEqual(colourOf(7, legend), [255, 255, 255]);
});
