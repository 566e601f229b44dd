import assert from "node:assert/strict";
import { test } from "node:test";

import { saidOf } from "../../facevae/ui/static/connection_bar.js";

test("a line that is lost is said, and what is offered is to wait", () => {
  const { words, offers } = saidOf("lost", "fine", true, false);
  assert.match(words, /does not answer/);
  assert.equal(offers, false);
});

test("what was changed meanwhile is promised only where there is something", () => {
  assert.match(saidOf("fine", "lost", true, false).words, /is being worked out/);
  assert.doesNotMatch(saidOf("fine", "lost", false, false).words, /worked out/);
});

test("a server that knows the page no more is said with what a reload keeps, and a photo is not of that", () => {
  for (const state of ["restarted", "forgotten"]) {
    const portrait = saidOf(state, "lost", true, false);
    assert.equal(portrait.offers, true);
    assert.match(portrait.words, /keeps the tab and its settings/);
    assert.doesNotMatch(portrait.words, /chosen again/);
    assert.match(saidOf(state, "lost", true, true).words, /photo has to be chosen again/);
  }
});
