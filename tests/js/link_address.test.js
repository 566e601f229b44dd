import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, linkIn } from "../../facevae/ui/static/link_address.js";

const LINK = {
  tab: "denoise",
  step: 0,
  face: "grace-hopper",
  settings: [{ name: "sigma", value: 75 }, { name: "best", value: true }, { name: "methods", value: "mean,vae" }],
  hidden: [],
};

test("a link has the tab in its query, and all the rest behind the #, which no server sees", () => {
  assert.deepEqual(addressOf(LINK), { search: "?tab=denoise", hash: "#face=grace-hopper&sigma=75&best=true&methods=mean,vae" });
  const hidden = addressOf({ ...LINK, face: "invented:7", settings: [], hidden: ["tabs", "sigma"] });
  assert.equal(hidden.hash, "#face=invented:7&without=tabs,sigma");
});

test("a step of the lecture has its tab by itself", () => {
  const { search, hash } = addressOf({ ...LINK, step: 6, settings: [] });
  assert.deepEqual([search, hash], ["", "#step=6&face=grace-hopper"]);
});

test("a link without a face leaves the one that is there", () => {
  const { hash } = addressOf({ ...LINK, face: "", settings: [{ name: "sigma", value: 75 }] });
  assert.equal(hash, "#sigma=75");
  assert.deepEqual(linkIn(hash), { face: "", hidden: [], settings: [["sigma", "75"]] });
});

test("what was written is read back, true and false as what they are", () => {
  const settings = [{ name: "method", value: "A & b=c, 100 %" }, { name: "live", value: false }, { name: "size", value: 30 }];
  assert.deepEqual(linkIn(addressOf({ ...LINK, settings, hidden: ["faces"] }).hash), {
    face: "grace-hopper",
    hidden: ["faces"],
    settings: [["method", "A & b=c, 100 %"], ["live", false], ["size", "30"]],
  });
});

test("a step alone, nothing, and the address of a face in Sliders are no such link", () => {
  const code = "AACAPwAAAMA".repeat(90);
  assert.deepEqual(["", "#", "#step=3", `#face=${code}&sliders=1`, "#face=../etc&sigma=1"].map(linkIn), Array(5).fill(null));
});

test("names that could not be of anything on the page are left aside", () => {
  assert.deepEqual(linkIn("#face=eileen-collins&A%20b=1&x%3Ay=2&without=a%20b,%7B,seed&sigma=5"), {
    face: "eileen-collins",
    hidden: ["seed"],
    settings: [["sigma", "5"]],
  });
});
