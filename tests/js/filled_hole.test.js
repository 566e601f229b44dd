import assert from "node:assert/strict";
import { test } from "node:test";

import { FilledHole } from "../../facevae/ui/components/filled_hole.js";

test("a filled picture fits the hole of its size, and no hole at all fits none", async () => {
  const hole = new FilledHole();
  assert.equal(hole.fits(5), false);
  await hole.follow({ picture: "a", pixels: 5 }, async (address) => address);
  assert.equal(hole.fits(5), true);
  assert.equal(hole.fits(4), false);
  await hole.follow({ picture: "b", pixels: 0 }, async (address) => address);
  assert.equal(hole.fits(0), false);
  await hole.follow(null, async (address) => address);
  assert.equal(hole.fits(5), false);
});

test("the picture that was asked for last stays, whichever loads first", async () => {
  const hole = new FilledHole();
  const loads = [];
  const load = () => new Promise((resolve) => loads.push(resolve));
  const both = [hole.follow({ picture: "old", pixels: 1 }, load), hole.follow({ picture: "new", pixels: 2 }, load)];
  loads[1]("new");
  loads[0]("old");
  await Promise.all(both);
  assert.equal(hole.fits(1), false);
  assert.equal(hole.fits(2), true);
});
