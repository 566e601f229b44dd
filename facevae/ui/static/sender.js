// Sends what the page asks of its server, and sends it again where the line was cut before the answer was there as a whole.

const SLOW_MS = 6000;
// How often a request may fail while the server answers others.
const MOST_FAILURES = 3;
// What stands in front of a server says so for it, and a server that is too busy as well.
const GATEWAY = [502, 503, 504];

export class Sender {
  #hanging = new Set();
  #open = 0;

  // send: as fetch.
  constructor(line, send) {
    Object.assign(this, { line, post: send });
  }

  // Whether somebody waits for an answer.
  get isWaiting() {
    return this.#open > 0;
  }

  // As fetch, for requests that may be answered twice. What is slow makes the line doubtful, unless it is `patient`: a large file
  // takes its time, and would take it again.
  async send(resource, options = {}, patient = false) {
    this.#open += 1;
    try {
      return await this.#untilAnswered(resource, options, patient);
    } finally {
      this.#open -= 1;
    }
  }

  // Lets go of what hangs on a line that is lost: it is sent again when the line is back, and takes no connection until then.
  cut() {
    for (const stop of this.#hanging) stop.abort();
  }

  async #untilAnswered(resource, options, patient) {
    for (let failures = 0; ; failures += 1) {
      if (this.line.isDoubtful) await this.line.check();
      try {
        const answer = await this.#attempt(resource, options, patient);
        if (!GATEWAY.includes(answer.status) || !(await this.line.check())) return answer;
      } catch (error) {
        if (options.signal?.aborted) throw error;
        if (await this.line.check()) failures = 0;
        if (failures === MOST_FAILURES) throw error;
      }
    }
  }

  async #attempt(resource, options, patient) {
    const stop = new AbortController();
    const abort = () => stop.abort();
    options.signal?.addEventListener("abort", abort);
    if (options.signal?.aborted) abort();
    if (!patient) this.#hanging.add(stop);
    const doubting = patient ? null : setInterval(() => this.line.check(), SLOW_MS);
    try {
      const answer = await this.post(resource, { ...options, signal: stop.signal });
      const bytes = await answer.arrayBuffer();
      this.line.heard();
      return new Response(bytes.byteLength ? bytes : null, answer);
    } finally {
      clearInterval(doubting);
      this.#hanging.delete(stop);
      options.signal?.removeEventListener("abort", abort);
    }
  }
}
