import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FaceView } from "../../facevae/ui/tabs/sliders/face_view.js";

// What a browser has: answers name the style that was asked for, and pictures the answer they are of.
const answers = [];
globalThis.document = { baseURI: "http://app/" };
globalThis.matchMedia = () => ({ matches: true });
globalThis.requestAnimationFrame = (step) => setImmediate(() => step(performance.now()));
globalThis.cancelAnimationFrame = (frame) => clearImmediate(frame);
globalThis.createImageBitmap = async (blob) => ({ blob, close: () => {} });
globalThis.fetch = (address, { body, signal }) =>
  new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("aborted")));
    const answer = { ok: true, blob: async () => `${address.searchParams.get("style")} ${body}` };
    answers.push({ answer: () => resolve(answer), fail: reject });
  });

let painted;
let view;

beforeEach(() => {
  painted = [];
  answers.length = 0;
  const ink = { drawImage: (picture) => painted.push([picture.blob, ink.globalAlpha]) };
  const canvas = { width: 8, height: 8, dataset: {}, getContext: () => ink };
  view = new FaceView(canvas, () => "/decode", 0.5, () => {});
});

async function draw(body) {
  const drawn = view.draw(body);
  answers.at(-1).answer();
  await drawn;
}

test("the real face is laid over the faithful one as strongly as the dial says", async () => {
  await draw("a");
  assert.deepEqual(painted, [["faithful a", 1]]);
  assert.deepEqual([view.isRight, view.canvas.dataset.style], [false, "faithful"]);
  const sharpened = view.sharpen("a");
  answers.at(-1).answer();
  await sharpened;
  assert.deepEqual(painted.slice(-2), [["faithful a", 1], ["real a", 0.5]]);
  assert.deepEqual([view.isRight, view.canvas.dataset.style], [true, "real"]);
  painted.length = 0;
  view.mix(0.25);
  assert.deepEqual(painted, [["faithful a", 1], ["real a", 0.25]]);
  view.mix(0);
  assert.deepEqual(painted.at(-1), ["faithful a", 1]);
  assert.equal(answers.length, 2);
});

test("a real face that was overtaken by another face is not shown, and no failure is told", async () => {
  await draw("a");
  const sharpened = view.sharpen("a");
  const late = answers.at(-1);
  await draw("b");
  late.answer();
  await sharpened;
  assert.deepEqual(painted.at(-1), ["faithful b", 1]);
  assert.equal(view.isRight, false);
});

test("an answer that does not come is a sentence", async () => {
  await draw("a");
  const sharpened = view.sharpen("a");
  answers.at(-1).fail(new Error("offline"));
  await assert.rejects(sharpened, /The server does not answer/);
});

test("a new face takes the real one of the face before away", async () => {
  await draw("a");
  const sharpened = view.sharpen("a");
  answers.at(-1).answer();
  await sharpened;
  await draw("b");
  assert.deepEqual(painted.at(-1), ["faithful b", 1]);
  assert.deepEqual([view.isRight, view.canvas.dataset.style], [false, "faithful"]);
});
