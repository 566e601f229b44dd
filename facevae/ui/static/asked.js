// What was asked through Gradio's queue and is not answered yet. Where the stream of answers breaks off, the server forgets what
// it was to say there; so it is asked again, and Gradio, which knows the first id only, reads that.

const CLOSE = 'data: {"msg":"close_stream"}\n\n';
// How often the stream may break without one answer in between, while the server answers other things.
const MOST_BREAKS = 3;

export const REFUSED = "The server did not take this again after the line was cut. Please ask for it once more.";

const bytesOf = (texts) => new TextEncoder().encode(texts.join(""));
const messageOf = (said) => `data: ${JSON.stringify(said)}\n\n`;

export class Asked {
  // id -> { request, hasGrown: whether parts of the answer were read; isAnew: whether the next part begins from nothing; isRefused }
  #open = new Map();
  // The ids under which what was asked again is known to the server -> the first one.
  #first = new Map();
  // Answered before this page had read the id.
  #early = new Set();
  // Whether the stream has said that it ends; Gradio opens another one for what it asks from then on.
  isClosed = false;
  #text = "";
  #decoder = new TextDecoder();
  #breaks = 0;

  // Notes that `request` was taken under this id.
  take(id, request) {
    if (!this.#early.delete(id)) this.#open.set(id, { request, hasGrown: false, isAnew: false, isRefused: false });
  }

  // A stream is opened.
  begin() {
    this.isClosed = false;
    this.#text = "";
    this.#decoder = new TextDecoder();
  }

  get isEmpty() {
    return this.#open.size === 0;
  }

  get isHopeless() {
    return this.#breaks > MOST_BREAKS;
  }

  // Returns what is to be asked again: [[id, request]].
  get open() {
    return [...this.#open].map(([id, { request }]) => [id, request]);
  }

  // Notes that what has this id was asked again, under a newer one; or that the server refused it, which ends it with a sentence
  // when the stream next begins anew.
  again(id, newer) {
    const one = this.#open.get(id);
    if (!newer) one.isRefused = true;
    else this.#first.set(newer, id);
    one.isAnew = one.hasGrown;
  }

  // Returns bytes of the stream as they are to be read, null before there is a whole message. Throws where they say that the
  // server has lost the thread.
  read(bytes) {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    const end = this.#text.lastIndexOf("\n\n") + 2;
    if (end < 2) return null;
    const messages = this.#text.slice(0, end).split("\n\n").filter(Boolean);
    this.#text = this.#text.slice(end);
    return bytesOf(messages.map((message) => this.#message(message)));
  }

  // Called when the stream begins anew; returns what is to be read before that, as bytes, or null.
  mend() {
    this.begin();
    this.#breaks += 1;
    const refused = [...this.#open].filter(([, { isRefused }]) => isRefused).map(([id]) => id);
    for (const id of refused) this.#open.delete(id);
    const said = refused.map((id) => messageOf({ msg: "process_completed", event_id: id, output: { error: REFUSED }, success: false }));
    this.isClosed = this.isEmpty;
    if (this.isClosed) said.push(CLOSE);
    return said.length ? bytesOf(said) : null;
  }

  #message(text) {
    const said = JSON.parse(text.slice(text.indexOf(":") + 1));
    if (said.msg === "unexpected_error") throw new Error(said.message);
    if (said.msg === "close_stream") this.isClosed = true;
    const id = this.#first.get(said.event_id) ?? said.event_id;
    if (id) this.#breaks = 0;
    const one = this.#open.get(id);
    if (said.msg === "process_generating" && one) this.#grow(one, said);
    if (said.msg === "process_completed" && !this.#open.delete(id)) this.#early.add(id);
    return id === said.event_id ? `${text}\n\n` : messageOf({ ...said, event_id: id });
  }

  // The first part is whole, and what follows says how it differs from the part before.
  #grow(one, said) {
    if (one.isAnew) said.output.data = said.output.data.map((value) => [["replace", [], value]]);
    Object.assign(one, { hasGrown: true, isAnew: false });
  }
}
