import assert from "node:assert/strict";
import { test } from "node:test";

import { styleInWords } from "../../facevae/ui/tabs/sliders/style.js";

test("what is shown is named by the dial, and faithful until the real face is there", () => {
  assert.match(styleInWords({ share: 0, isRight: true }), /^Faithful:/);
  assert.match(styleInWords({ share: 0.35, isRight: true }), /^35 % real:/);
  assert.match(styleInWords({ share: 1, isRight: true }), /^Real:/);
  assert.equal(styleInWords({ share: 1, isRight: false }), "Faithful while it moves");
});
