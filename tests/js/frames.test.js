import assert from "node:assert/strict";
import { test } from "node:test";

import { badgePlace, tapSquares } from "../../facevae/ui/photo/frames.js";

const square = (x, y, side) => ({ corners: [[x, y], [x + side, y], [x + side, y + side], [x, y + side]] });

test("a tiny frame answers to 40 pixels of the screen around its middle", () => {
  // Two pixels of the photo are one of the screen.
  assert.deepEqual(tapSquares([square(100, 50, 10)], 2), [[65, 15, 80]]);
});

test("a large frame answers to what it is", () => {
  assert.deepEqual(tapSquares([square(100, 50, 200)], 1), [[100, 50, 200]]);
});

test("squares of neighbours touch, but do not overlap", () => {
  const [left, right] = tapSquares([square(0, 0, 10), square(20, 0, 10)], 1);
  assert.deepEqual(left, [-5, -5, 20]);
  assert.deepEqual(right, [15, -5, 20]);
  assert.equal(left[0] + left[2], right[0]);
});

test("a badge stays inside the photo", () => {
  const size = { width: 100, height: 50 };
  assert.deepEqual(badgePlace([[-20, 60]], 8, size), [8, 42]);
  assert.deepEqual(badgePlace([[30, 20]], 8, size), [30, 20]);
});
