import assert from "node:assert/strict";
import { test } from "node:test";

import { HeldSlider, Swipe } from "../../facevae/ui/static/swipe.js";

function swipe(...places) {
  const finger = new Swipe(100, 100);
  for (const [x, y] of places) finger.move(x, y);
  return finger.wants;
}

test("a finger that has hardly moved taps", () => {
  assert.equal(swipe(), "tap");
  assert.equal(swipe([104, 97]), "tap");
});

test("what it wants is settled by where it goes first", () => {
  assert.equal(swipe([103, 112]), "scroll");
  assert.equal(swipe([103, 112], [300, 112]), "scroll");
  assert.equal(swipe([90, 104]), "drag");
  assert.equal(swipe([90, 104], [90, 400]), "drag");
  assert.equal(swipe([110, 110]), "scroll");
});

test("a slider keeps its value under a finger that scrolls, and says nothing", () => {
  const slider = { value: "60" };
  const held = new HeldSlider(slider, 0, 0);
  slider.value = "30";
  assert.equal(held.hold(), true);
  assert.equal(slider.value, "60");
  held.swipe.move(0, 50);
  slider.value = "20";
  assert.equal(held.hold(), true);
  assert.equal(held.release(), false);
  assert.equal(slider.value, "60");
});

test("a tap takes effect when the finger is lifted", () => {
  const slider = { value: "60" };
  const held = new HeldSlider(slider, 0, 0);
  slider.value = "30";
  held.hold();
  assert.equal(held.release(), true);
  assert.equal(slider.value, "30");
  assert.equal(new HeldSlider(slider, 0, 0).release(), false);
});

test("a drag is the browser's own", () => {
  const slider = { value: "60" };
  const held = new HeldSlider(slider, 0, 0);
  held.swipe.move(20, 3);
  slider.value = "65";
  assert.equal(held.hold(), false);
  assert.equal(held.release(), false);
  assert.equal(slider.value, "65");
});
