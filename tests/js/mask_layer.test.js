import assert from "node:assert/strict";
import { test } from "node:test";

import { paintedShare, paintedShareWithout } from "../../facevae/ui/components/mask_layer.js";

test("a pixel counts as painted from half opaque on", () => {
  const pixels = [0, 0, 0, 127, 255, 255, 255, 128, 255, 255, 255, 0, 0, 0, 0, 255];
  assert.equal(paintedShare(Uint8ClampedArray.from(pixels)), 0.5);
  assert.equal(paintedShare(new Uint8ClampedArray(16)), 0);
});

test("what is painted on another layer does not count", () => {
  const pixels = Uint8ClampedArray.from([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 200]);
  const others = Uint8ClampedArray.from([0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 100]);
  assert.equal(paintedShareWithout(pixels, others), 0.5);
});
