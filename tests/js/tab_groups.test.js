import assert from "node:assert/strict";
import { test } from "node:test";

import { groupOf, tabToOpen } from "../../facevae/ui/static/tab_groups.js";

const GROUPS = [["Mend", ["damage", "denoise"]], ["Imagine", ["morph"]]];

test("a tab is in one group, or in none", () => {
  assert.deepEqual(["damage", "denoise", "morph", "new"].map((key) => groupOf(key, GROUPS)), [0, 0, 1, -1]);
});

test("a group opens with its first tab, and later with the one that was shown last", () => {
  assert.equal(tabToOpen(GROUPS[0], []), "damage");
  assert.equal(tabToOpen(GROUPS[0], ["morph"]), "damage");
  assert.equal(tabToOpen(GROUPS[0], ["damage", "denoise", "morph"]), "denoise");
});
