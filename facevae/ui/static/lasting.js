// A stream from the server that outlasts the connections it comes by.

// The server says something every 15 seconds. Where it does not, and yet answers, that connection is dead without knowing it.
const SILENT_MS = 25_000;
const GRACE_MS = 5000;
// What a server has to clear up after a connection is not to meet the next one.
const PAUSE_MS = 1000;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function isLate(promise, milliseconds) {
  let timer = 0;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds, true);
  });
  const settled = promise.then(() => false, () => false);
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}

async function readFrom(reader, line) {
  const reading = reader.read();
  if (await isLate(reading, SILENT_MS)) {
    await line.check();
    if (await isLate(reading, GRACE_MS)) throw new Error("The connection is silent.");
  }
  const { done, value } = await reading;
  if (done) throw new Error("The connection has ended.");
  line.heard();
  return value;
}

// Returns an answer with the same body, which goes on where its line is cut.
// line: a Line. open: returns a promise of the answer by another connection. take: returns what becomes of the bytes that came,
// null for nothing yet, and throws where they say that the stream is broken. mend: called when the line is back; returns the
// bytes to go on with, null for none. isOver: whether all has been said. hasEnded: whether nobody reads it any more.
export function lasting(answer, { line, open, take = (bytes) => bytes, mend = () => null, isOver = () => false, hasEnded }) {
  let reader = answer.body.getReader();

  async function goOn(to) {
    reader.cancel().catch(() => {});
    await line.check();
    const said = mend();
    if (said) to.enqueue(said);
    if (isOver()) return;
    await wait(PAUSE_MS);
    // Where that fails, so does what is read next.
    reader = (await open().catch(() => new Response(""))).body.getReader();
  }

  const body = new ReadableStream({
    async pull(to) {
      for (;;) {
        try {
          const said = take(await readFrom(reader, line));
          if (said) return to.enqueue(said);
        } catch {
          if (!hasEnded() && !isOver()) await goOn(to);
          if (hasEnded() || isOver()) return to.close();
        }
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, answer);
}
