import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesFromFloats, floatsFromText, textFromFloats } from "../../facevae/ui/tabs/sliders/codec.js";

test("numbers are written as little-endian float32", () => {
  // 1 is 0x3f800000, and -2 is 0xc0000000.
  assert.deepEqual([...bytesFromFloats([1, -2])], [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  assert.equal(textFromFloats([1, -2]), "AACAPwAAAMA=");
});

test("what was written is read back exactly", () => {
  const numbers = Float32Array.from([0, -0, 0.1, -1e-30, 3.5e38, 12]);
  assert.deepEqual(floatsFromText(textFromFloats(numbers)), numbers);
  assert.equal(floatsFromText("").length, 0);
});

test("a part of a number, and what is no base64, are refused", () => {
  assert.throws(() => floatsFromText("AACA"), /3 bytes/);
  assert.throws(() => floatsFromText("not base64!"));
});
