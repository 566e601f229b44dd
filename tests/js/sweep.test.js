import assert from "node:assert/strict";
import { test } from "node:test";

import { sweepFrom } from "../../facevae/ui/components/sweep.js";

test("a sweep goes from the right edge to the left one and ends in its place", () => {
  assert.equal(sweepFrom(0, 50), 100);
  assert.equal(sweepFrom(0.35, 50), 50);
  assert.equal(sweepFrom(0.7, 50), 0);
  assert.equal(sweepFrom(1, 50), 50);
  assert.equal(sweepFrom(1, 4), 4);
});
