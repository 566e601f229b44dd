import assert from "node:assert/strict";
import { test } from "node:test";

import { documentOf, escape } from "../../facevae/ui/report/document.js";
import { bytesOf, Entries } from "../../facevae/ui/report/entries.js";
import { contentOf, fileName, FULL, LOST, outcomeOf, OWN_LEFT_OUT, OWN_LOST, titleOf } from "../../facevae/ui/report/sentences.js";

class Storage {
  kept = new Map();
  getItem(name) { return this.kept.get(name) ?? null; }
  setItem(name, value) { this.kept.set(name, value); }
}

const picture = (source) => ({ kind: "picture", title: "Filled in", note: "PSNR 20.0 dB", alt: "Filled in", row: 0, source, width: 4, height: 4 });
const words = (text) => ({ kind: "words", text, isHeading: false });

function shown(more = {}) {
  const settings = [{ label: "Noise level", words: "25" }];
  return { kind: "shown", tab: "denoise", title: "Denoise", step: null, about: "", face: "Grace Hopper", isOwn: false, settings, blocks: [], problems: [], ...more };
}

function asked(more = {}) {
  const answer = { revealed: false, right: -1, sentence: "", note: "", counts: null };
  return { kind: "question", key: "order", text: "Does it?", choices: ["yes", "no"], picked: null, ...answer, tab: "kernels", title: "Kernels", face: "Mae", isOwn: false, step: null, ...more };
}

const begin = (most) => new Entries(new Storage(), most);

function fileOf(entries, more = {}) {
  return documentOf({ title: "", by: "", date: "2 May 2026", entries, withOwn: false, style: "p { margin: 0 }", ...more });
}

test("what people typed stays text, wherever it stands", () => {
  const evil = `<img src=x onerror=alert(1)>&"'`;
  const safe = "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;";
  assert.equal(escape(evil), safe);
  const entries = begin();
  const blocks = [
    words(evil), { ...picture(`data:"${evil}`), title: evil, note: evil, alt: evil },
    { kind: "plot", title: evil, note: evil, alt: evil, source: "data:", width: 9 },
    { kind: "table", caption: evil, rows: [[{ text: evil, isHead: true }, { text: evil, isHead: false }]] },
  ];
  const entry = entries.addShown(shown({ title: evil, about: evil, face: evil, blocks, problems: [evil], settings: [{ label: evil, words: evil }] }));
  entries.change(entry.id, { remark: evil });
  entries.addQuestion(asked({ text: evil, choices: [evil, evil], picked: 0, revealed: true, right: 1, sentence: evil, note: evil, counts: [1, 2], title: evil, face: evil }));
  const file = fileOf(entries.all, { title: evil, by: evil, date: evil });
  assert.doesNotMatch(file, /<img src=x/);
  assert.doesNotMatch(file, /\"'/);
  assert.ok(file.split(safe).length > 25);
});

test("the file forbids all but its own pictures and style, and says what it is", () => {
  const file = fileOf([]);
  assert.match(file, /^<!DOCTYPE html>\n<html lang="en">/);
  assert.match(file, /content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/);
  assert.match(file, /<title>FaceVAE lab report<\/title>/);
  assert.match(file, /plausible, and not true/);
  assert.doesNotMatch(file, /<script|https?:/);
});

test("pictures of one row stand side by side, and what is between them ends it", () => {
  const blocks = [picture("data:1"), picture("data:2"), words("Between"), picture("data:3"), { ...picture("data:4"), row: 1 }];
  const file = fileOf([begin().addShown(shown({ blocks }))]);
  const found = file.match(/<div class="row">|<img src="data:\d|<p>Between|<\/div>(?=<div|<p|<\/section)/g).map((tag) => tag.at(-1) === ">" ? tag[1] : tag.at(-1));
  assert.deepEqual(found.join(""), "d12/nd3/d4/");
});

test("a face of one's own is in the file only if that is asked for; its plots and figures are", () => {
  const blocks = [{ ...picture("data:face"), title: "Mended", note: "PSNR 34.2 dB" }, { kind: "plot", title: "", note: "", alt: "Ages", source: "data:plot" }, words("Age 30")];
  const entries = [begin().addShown(shown({ isOwn: true, blocks }))];
  const [without, with_] = [false, true].map((withOwn) => fileOf(entries, { withOwn }));
  assert.deepEqual([without, with_].map((file) => file.includes("data:face")), [false, true]);
  assert.deepEqual([without, with_].map((file) => file.includes(OWN_LEFT_OUT)), [true, false]);
  for (const file of [without, with_]) for (const part of ["data:plot", "Age 30", "Noise level", "PSNR 34.2 dB"]) assert.ok(file.includes(part));
});

test("a question tells what was predicted, and what was right only once it was revealed", () => {
  const told = (more) => outcomeOf(asked(more)).map(({ label, words: said }) => `${label}: ${said}`);
  assert.deepEqual(told({ picked: 1, right: 0, sentence: "hidden" }), ["Predicted: no", "Right: not revealed"]);
  const answer = { revealed: true, right: 0, sentence: "It does.", note: "Of another face." };
  assert.deepEqual(told({ picked: 1, ...answer }), [
    "Predicted: no", "Right: yes", "The prediction was: not right", "Found: Of another face. It does.",
  ]);
  assert.equal(told({ picked: 0, ...answer })[2], "The prediction was: right");
  assert.deepEqual(told({ ...answer, counts: [1, 3] }), [
    "Predicted: nothing was chosen here", "Right: yes", "Found: Of another face. It does.", "The room: yes: 1 (25 %); no: 3 (75 %)",
  ]);
  assert.deepEqual(told({ picked: 0, revealed: true, right: -1, sentence: "No clear answer." }), [
    "Predicted: yes", "Right: no choice", "Found: No clear answer.",
  ]);
});

test("a prediction is what was chosen before the answer was seen", () => {
  const entries = begin();
  entries.addQuestion(asked({ picked: 0 }));
  entries.addQuestion(asked({ picked: 1 }));
  entries.addQuestion(asked({ picked: null, revealed: true, right: 0 }));
  entries.addQuestion(asked({ picked: 0 }));
  entries.addQuestion(asked({ picked: 0, revealed: true, right: 0 }));
  assert.deepEqual(entries.all.map(({ picked, revealed }) => [picked, revealed]), [[1, true]]);
  entries.addQuestion(asked({ picked: 0, face: "Another" }));
  assert.equal(entries.all.length, 2);
});

test("the same settings again take the place of what was there, with its tick and remarks; others do not", () => {
  const entries = begin();
  const { id } = entries.addShown(shown({ blocks: [words("old")] }));
  entries.change(id, { isIn: false, remark: "mine" });
  entries.addShown(shown({ blocks: [words("new")] }));
  assert.deepEqual(entries.all.map(({ blocks, isIn, remark }) => [blocks[0].text, isIn, remark]), [["new", false, "mine"]]);
  entries.addShown(shown({ settings: [] }));
  entries.addShown(shown({ face: "Another" }));
  assert.equal(entries.all.length, 3);
  entries.removeUnticked();
  assert.equal(entries.all.length, 2);
});

test("a full report takes an entry without its pictures, and says so", () => {
  const entries = begin(10);
  entries.addShown(shown({ blocks: [picture("12345678")] }));
  const second = entries.addShown(shown({ face: "Another", blocks: [picture("123"), words("kept")] }));
  assert.deepEqual([second.blocks, second.problems], [[words("kept")], [FULL]]);
  assert.equal(entries.bytes, 8);
  // What takes the place of another one needs no room beside it.
  assert.equal(bytesOf(entries.addShown(shown({ blocks: [picture("1234567890")] }))), 10);
});

test("a reload leaves all but pictures, and of a face of one's own no figures either", () => {
  const storage = new Storage();
  const before = new Entries(storage);
  before.addQuestion(asked({ picked: 1 }));
  before.addShown(shown({ blocks: [picture("data:shipped"), words("Age 50")] }));
  before.addShown(shown({ isOwn: true, face: "Your face", blocks: [picture("data:own"), words("Age 30")] }));
  const stored = [...storage.kept.values()].join();
  for (const text of ["data:", "Age 30"]) assert.ok(!stored.includes(text));
  const after = new Entries(storage);
  assert.equal(after.all[0].picked, 1);
  assert.deepEqual(after.all.slice(1).map(({ blocks, problems }) => [blocks, problems]), [[[words("Age 50")], [LOST]], [[], [OWN_LOST]]]);
  assert.equal(after.addShown(shown({ face: "Another" })).id, 4);
  storage.setItem = () => { throw new Error("full"); };
  after.addQuestion(asked({ picked: 0 }));
  assert.equal(after.all[0].picked, 0);
});

test("titles, contents and the file's name say what there is", () => {
  assert.equal(titleOf(shown({ step: { at: 6, of: 9 } })), "Denoise (step 6 of 9)");
  assert.equal(titleOf(asked()), "Question: Kernels");
  assert.equal(contentOf(shown({ blocks: [picture("a")] })), "Grace Hopper, 1 picture");
  assert.equal(contentOf(asked({ picked: 0, revealed: true })), "predicted, revealed");
  assert.equal(fileName(new Date(2026, 4, 2)), "facevae-report-2026-05-02.html");
});
