// The sum of one number of a code is true as it is written, and its marks and bars stand where they should.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bellPath, rowsOf } from "../../facevae/ui/tabs/code/number_axis.js";
import { barsPath, reachOf } from "../../facevae/ui/tabs/code/strips.js";
import { workedLine, workedNumber } from "../../facevae/ui/tabs/code/worked_number.js";

// A decimal as a whole number of hundred-thousandths.
function exact(text) {
  const [whole, behind = ""] = text.replace("\u2212", "").split(".");
  const size = BigInt(whole + behind.padEnd(5, "0"));
  return text.startsWith("\u2212") ? -size : size;
}

test("z is mean + deviation x epsilon, to the last digit that is shown", () => {
  let state = 1;
  const next = () => ((state = (state * 48271) % 2147483647) / 2147483647) * 8 - 4;
  for (let round = 0; round < 500; round++) {
    const texts = workedNumber({ mean: next(), deviation: Math.abs(next()) / 4, epsilon: next() });
    const product = (exact(texts.deviation) * exact(texts.epsilon)) / 100000n;
    assert.equal((exact(texts.deviation) * exact(texts.epsilon)) % 100000n, 0n);
    assert.equal(exact(texts.z), exact(texts.mean) + product);
  }
});

test("zeros at the end are left out, and a negative factor stands in brackets", () => {
  const texts = workedNumber({ mean: -0.5, deviation: 0.25, epsilon: -1.2 });
  assert.deepEqual(texts, { mean: "\u22120.5", deviation: "0.25", epsilon: "\u22121.2", z: "\u22120.8" });
  assert.equal(workedLine(texts), "\u22120.8 = \u22120.5 + 0.25 \u00d7 (\u22121.2)");
  assert.equal(workedLine(workedNumber({ mean: 1, deviation: 0.047, epsilon: 0 })), "1 = 1 + 0.047 \u00d7 0");
});

test("bars rise from 0, and what lies beyond the ends is cut off", () => {
  assert.equal(barsPath([1, -9], -2, 2), "M0.15 0.5V0.25h0.7V0.5zM1.15 0.5V1h0.7V0.5z");
  assert.equal(barsPath([0.5], 0, 1), "M0.15 1V0.5h0.7V1z");
  assert.equal(reachOf([1, -2], [0]), 3);
  assert.equal(reachOf([1, -4.5], [0]), 4.5);
});

test("the bell is highest in the middle and labels that are near have rows of their own", () => {
  const points = bellPath(4, 2).slice(1, -1).split("L");
  assert.deepEqual(points, ["0 100", "0.0 100.0", "50.0 0.0", "100.0 100.0", "100 100"]);
  assert.deepEqual(rowsOf([50, 51, 52]), [0, 1, 2]);
  assert.deepEqual(rowsOf([10, 50, 90]), [0, 0, 0]);
});
