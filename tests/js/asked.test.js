import assert from "node:assert/strict";
import { test } from "node:test";

import { Asked, REFUSED } from "../../facevae/ui/static/asked.js";

const bytes = (text) => new TextEncoder().encode(text);
const text = (read) => new TextDecoder().decode(read);
const message = (said) => `data: ${JSON.stringify(said)}\n\n`;
const done = (id, data = []) => ({ msg: "process_completed", event_id: id, output: { data }, success: true });
const part = (id, data) => ({ msg: "process_generating", event_id: id, output: { data }, success: true });
const messagesIn = (read) => text(read).trim().split("\n\n").map((one) => JSON.parse(one.slice(6)));

function askedFor(id) {
  const asked = new Asked();
  asked.take(id, "request");
  return asked;
}

test("messages pass as they are, as soon as they are whole", () => {
  const asked = askedFor("a");
  const whole = message({ msg: "heartbeat" }) + message(done("a"));
  assert.equal(asked.read(bytes(whole.slice(0, 9))), null);
  assert.equal(text(asked.read(bytes(whole.slice(9)))), whole);
  assert.equal(asked.isEmpty, true);
});

test("what is not answered when the stream breaks is asked again, and answered under its first id", () => {
  const asked = askedFor("a");
  asked.take("b", "other");
  asked.read(bytes(message(done("b"))));
  assert.equal(asked.mend(), null);
  assert.deepEqual(asked.open, [["a", "request"]]);
  asked.again("a", "a2");
  assert.equal(asked.mend(), null);
  asked.again("a", "a3");
  assert.deepEqual(messagesIn(asked.read(bytes(message(done("a3", [1]))))), [done("a", [1])]);
  assert.equal(asked.isEmpty, true);
});

test("half a message before the break is left aside", () => {
  const asked = askedFor("a");
  asked.read(bytes('data: {"msg":"process_com'));
  asked.mend();
  assert.deepEqual(messagesIn(asked.read(bytes(message(done("a"))))), [done("a")]);
});

test("an answer in parts that begins anew takes the place of the parts before, and what follows adds to it", () => {
  const asked = askedFor("a");
  const added = [[["append", [], "!"]]];
  assert.deepEqual(messagesIn(asked.read(bytes(message(part("a", ["one"]))))), [part("a", ["one"])]);
  asked.mend();
  asked.again("a", "a2");
  const read = messagesIn(asked.read(bytes(message(part("a2", ["anew"])) + message(part("a2", added)))));
  assert.deepEqual(read, [part("a", [[["replace", [], "anew"]]]), part("a", added)]);
});

test("what the server does not take again ends with a sentence, and with it the stream", () => {
  const asked = askedFor("a");
  asked.mend();
  asked.again("a", undefined);
  const [failed, closed] = messagesIn(asked.mend());
  assert.deepEqual([failed.event_id, failed.success, failed.output.error], ["a", false, REFUSED]);
  assert.equal(closed.msg, "close_stream");
  assert.equal(asked.isEmpty, true);
});

test("a stream with nothing to wait for is closed, so that the next question opens another", () => {
  const asked = new Asked();
  assert.deepEqual(messagesIn(asked.mend()), [{ msg: "close_stream" }]);
  assert.equal(asked.isClosed, true);
  asked.begin();
  assert.equal(asked.isClosed, false);
});

test("a stream that the server ends is over, whatever is asked from then on", () => {
  const asked = askedFor("a");
  asked.read(bytes(message(done("a")) + message({ msg: "close_stream" })));
  asked.take("b", "next");
  assert.deepEqual([asked.isClosed, asked.isEmpty], [true, false]);
});

test("an answer may be there before its id is", () => {
  const asked = new Asked();
  asked.read(bytes(message(done("early"))));
  asked.take("early", "request");
  assert.equal(asked.isEmpty, true);
});

test("where the server has lost the thread the stream is broken, and after three times in vain beyond hope", () => {
  const asked = askedFor("a");
  const lost = bytes(message({ msg: "unexpected_error", message: "404" }));
  for (let breaks = 1; breaks <= 4; breaks += 1) {
    assert.throws(() => asked.read(lost), /404/);
    asked.mend();
    assert.equal(asked.isHopeless, breaks === 4);
  }
  asked.read(bytes(message({ msg: "estimation", event_id: "a" })));
  assert.equal(asked.isHopeless, false);
});
