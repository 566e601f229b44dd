import assert from "node:assert/strict";
import { test } from "node:test";

import { Drag } from "../../facevae/ui/components/drag.js";

function finger(atOnce = false) {
  const moved = [];
  const drag = new Drag((x) => moved.push(x));
  drag.begin(1, 100, 100, atOnce);
  return { drag, moved };
}

test("a finger that goes sideways moves", () => {
  const { drag, moved } = finger();
  drag.move(1, 103, 100);
  drag.move(1, 120, 104);
  drag.move(1, 130, 180);
  assert.deepEqual(moved, [120, 130]);
});

test("a finger that scrolls moves nothing", () => {
  const { drag, moved } = finger();
  drag.move(1, 104, 130);
  drag.cancel();
  drag.move(1, 160, 131);
  drag.end(1, 160);
  assert.deepEqual(moved, []);
});

test("a tap moves to where it was", () => {
  const { drag, moved } = finger();
  drag.end(1, 101);
  assert.deepEqual(moved, [101]);
});

test("a mouse moves at once, and a second finger never", () => {
  const { drag, moved } = finger(true);
  drag.move(2, 300, 100);
  drag.move(1, 101, 100);
  assert.deepEqual(moved, [100, 101]);
});
