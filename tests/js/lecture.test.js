import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, placeOf } from "../../facevae/ui/static/lecture_keys.js";
import { sharesOf, wordsOf } from "../../facevae/ui/static/lecture_question.js";
import { boxesToClick, meansTheSame } from "../../facevae/ui/static/settings.js";
import { clockOf, partOf, presenterIn, stepAfter, stepIn, withoutPresenter } from "../../facevae/ui/static/lecture_steps.js";

const at = (place) => (key, held = {}) => actionOf({ key, ...held }, place);

test("a clicker's keys lead on from everywhere but a text", () => {
  for (const place of ["page", "arrows", "number"]) {
    assert.deepEqual(["PageDown", "PageUp"].map((key) => at(place)(key)), ["next", "previous"]);
  }
  assert.deepEqual(["PageDown", "b", "Escape", "1"].map((key) => at("text")(key)), [null, null, null, null]);
});

test("arrows, Home and End belong to what uses them", () => {
  const keys = ["ArrowRight", "ArrowLeft", "Home", "End"];
  assert.deepEqual(keys.map((key) => at("page")(key)), ["next", "previous", "first", "last"]);
  for (const place of ["arrows", "number"]) assert.deepEqual(keys.map((key) => at(place)(key)), [null, null, null, null]);
});

test("both keys of clickers make the screen black, digits are choices, and a number that is typed is none", () => {
  assert.deepEqual(["b", "B", ".", "f", "?", "r", "v", "u", "4"].map((key) => at("arrows")(key)), [
    "black", "black", "black", "full", "keys", "reveal", "vote", "undo", 4,
  ]);
  assert.deepEqual(["7", "0", "x", "Tab", "Enter"].map((key) => at("page")(key)), [null, null, null, null, null]);
  assert.equal(at("number")("4"), null);
});

test("F5 is swallowed everywhere, and what is held with Ctrl, Alt or Meta is left alone", () => {
  assert.deepEqual(["page", "text"].map((place) => at(place)("F5")), ["nothing", "nothing"]);
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    assert.deepEqual(["r", "F5", "PageDown"].map((key) => at("page")(key, { [held]: true })), [null, null, null]);
  }
});

test("a place without an element is the page", () => {
  assert.equal(placeOf(null), "page");
});

test("the address names a step of the lecture, or none", () => {
  assert.equal(stepIn("#step=7", 10), 7);
  assert.deepEqual(["", "#step=0", "#step=11", "#step=1.5", "#step=", "#face=abc"].map((hash) => stepIn(hash, 10)), Array(6).fill(null));
});

test("the presenter's key is read from the address and taken out of it", () => {
  assert.equal(presenterIn("#step=3&presenter=a-b_c"), "a-b_c");
  assert.equal(presenterIn("#step=3"), "");
  assert.equal(withoutPresenter("#step=3&presenter=a"), "#step=3");
  assert.equal(withoutPresenter("#presenter=a"), "");
});

test("steps end at the first and the last", () => {
  const from = (step) => ["next", "previous", "first", "last", "black"].map((action) => stepAfter(action, step, 10));
  assert.deepEqual(from(1), [2, 1, 1, 10, null]);
  assert.deepEqual(from(10), [10, 9, 1, 10, null]);
});

test("time is told in minutes, and a bar is full when a step's are over", () => {
  assert.deepEqual([0, 59_999, 60_000, 754_000].map(clockOf), ["0:00", "0:59", "1:00", "12:34"]);
  assert.deepEqual([partOf(60_000, 4), partOf(300_000, 4)], [0.25, 1]);
});

test("boxes are cleared before others are ticked, and none is clicked that is right", () => {
  const boxes = [["mean", true], ["median", false], ["eigenfaces", true], ["vae", false]].map(([name, checked]) => ({ name, checked }));
  assert.deepEqual(boxesToClick(boxes, ["mean", "vae"]), ["eigenfaces", "vae"]);
  assert.deepEqual(boxesToClick(boxes, ["mean", "eigenfaces"]), []);
});

test("nothing of an answer is said before it is revealed", () => {
  const answer = { right: 1, sentence: "It is two.", note: "" };
  assert.equal(wordsOf({ revealed: false, wanted: false, answer, tally: "3 voted.", problem: "" }), "3 voted.");
  assert.equal(wordsOf({ revealed: false, wanted: true, answer: null, tally: "", problem: "" }), "Computing the answer …");
  assert.equal(wordsOf({ revealed: true, wanted: true, answer, tally: "", problem: "" }), "It is two.");
});

test("shares are whole percentages, and none of nothing", () => {
  assert.deepEqual(sharesOf([2, 0, 1]), [67, 0, 33]);
  assert.deepEqual(sharesOf([0, 0]), [0, 0]);
});

test("a setting of an address is text, and means the same as what a control holds", () => {
  assert.ok([[75, "75"], [0.5, "0.50"], [true, "true"], [true, true], ["mean,vae", "mean,vae"], ["", ""]].every(([is, told]) => meansTheSame(is, told)));
  assert.ok(![[0, ""], [75, "76"], [true, "1"], [null, "0"], ["1.0", "1"], [false, ""]].some(([is, told]) => meansTheSame(is, told)));
});
