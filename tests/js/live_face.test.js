import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveFace } from "../../facevae/ui/tabs/sliders/live_face.js";

const soon = () => new Promise((resolve) => setImmediate(resolve));
const REST_MS = 150;

// A view that notes what it is asked for and answers at once, and the face that draws on it.
function faceOn(context, share) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const view = {
    share,
    isSharp: false,
    get isRight() {
      return this.share === 0 || this.isSharp;
    },
    async draw(body) {
      asked.push(`faithful ${body}`);
      this.isSharp = false;
    },
    async sharpen(body) {
      asked.push(`real ${body}`);
      this.isSharp = true;
    },
    mix(wished) {
      this.share = wished;
    },
  };
  const told = [];
  const face = new LiveFace(view, { drawn: () => {}, failed: (error) => told.push(error.message), changed: () => {} });
  const wait = async (length) => {
    await soon();
    context.mock.timers.tick(length);
    await soon();
  };
  return { face, view, asked, told, wait };
}

test("the real face is asked for once nothing has moved for a while", async (context) => {
  const { face, asked, wait } = faceOn(context, 1);
  for (const body of "ab") {
    face.put(body);
    await wait(REST_MS - 1);
  }
  assert.deepEqual(asked, ["faithful a", "faithful b"]);
  assert.equal(face.isBusy, true);
  await wait(1);
  assert.deepEqual(asked, ["faithful a", "faithful b", "real b"]);
  assert.equal(face.isBusy, false);
});

test("a dial at faithful asks for nothing more, until it is turned", async (context) => {
  const { face, asked, wait } = faceOn(context, 0);
  face.put("a");
  await wait(10 * REST_MS);
  assert.deepEqual([asked, face.isBusy], [["faithful a"], false]);
  face.mix(0.5);
  await wait(REST_MS);
  assert.deepEqual(asked, ["faithful a", "real a"]);
});

test("turning the dial of a face at rest asks for nothing", async (context) => {
  const { face, view, asked, wait } = faceOn(context, 1);
  face.put("a");
  await wait(REST_MS);
  for (const share of [0.4, 0, 0.9]) face.mix(share);
  await wait(10 * REST_MS);
  assert.equal(asked.length, 2);
  assert.equal(view.share, 0.9);
});

test("a real face that does not come is told, and the next one is asked for all the same", async (context) => {
  const { face, view, asked, told, wait } = faceOn(context, 1);
  const sharpen = view.sharpen;
  view.sharpen = async () => {
    throw new Error("no answer");
  };
  face.put("a");
  await wait(REST_MS);
  assert.deepEqual([told, face.isBusy], [["no answer"], false]);
  view.sharpen = sharpen;
  face.put("b");
  await wait(REST_MS);
  assert.equal(asked.at(-1), "real b");
});

test("while a face is drawn that takes longer than a rest, the one before is not sharpened", async (context) => {
  const { face, view, asked, wait } = faceOn(context, 1);
  const waiting = [];
  view.draw = (body) => new Promise((drawn) => waiting.push(() => drawn(asked.push(`faithful ${body}`))));
  face.put("a");
  face.put("b");
  await wait(REST_MS);
  waiting[0]();
  await wait(REST_MS);
  await wait(REST_MS);
  assert.deepEqual([asked, face.isBusy], [["faithful a"], true]);
  waiting[1]();
  await wait(REST_MS);
  assert.deepEqual(asked, ["faithful a", "faithful b", "real b"]);
});
