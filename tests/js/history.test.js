import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../facevae/ui/components/history.js";

function backFrom(past) {
  const states = [];
  while (!past.isEmpty) states.push(past.back());
  return states;
}

test("one goes back the way one came", () => {
  const past = new History(10);
  for (const state of "abc") past.keep(state);
  assert.deepEqual(backFrom(past), ["c", "b", "a"]);
  assert.equal(past.back(), undefined);
});

test("beyond the limit the oldest are forgotten", () => {
  const past = new History(2);
  for (const state of "abcd") past.keep(state);
  assert.deepEqual(backFrom(past), ["d", "c"]);
});

test("a smaller limit holds from the next state on", () => {
  const past = new History(9);
  for (const state of "abcd") past.keep(state);
  past.most = 2;
  past.keep("e");
  assert.deepEqual(backFrom(past), ["e", "d"]);
});

test("all of it can be forgotten", () => {
  const past = new History(2);
  past.keep("a");
  past.forget();
  assert.equal(past.isEmpty, true);
});
