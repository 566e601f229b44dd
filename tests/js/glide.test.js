import assert from "node:assert/strict";
import { test } from "node:test";

import { between, eased } from "../../facevae/ui/tabs/sliders/glide.js";

test("a glide begins and ends slowly, and passes the middle in the middle", () => {
  assert.deepEqual([0, 0.5, 1].map(eased), [0, 0.5, 1]);
  assert.equal(eased(0.25), 0.15625);
});

test("numbers go straight from where they are to where they shall be", () => {
  assert.deepEqual(between([0, 4], [2, -4], 0.25), [0.5, 2]);
  assert.deepEqual(between([0, 4], [2, -4], 1), [2, -4]);
});
