// Whether the server answers, and still knows this page: it is asked where there is reason to doubt that, and only there.

// A page hears of its server every 15 seconds: one that has not for so long has slept, or its line hangs.
const DOUBTFUL_MS = 60_000;

const never = () => new Promise(() => {});

export class Line {
  // "fine" or "lost"; or for good "restarted", where another process answers, and "forgotten", where the same one has let go
  // of what it knew of this page.
  state = "fine";
  #heardAt;
  #checking = null;

  // ask: returns a promise of "fine", "restarted" or "forgotten", and throws where nothing answers. pause: called with how often
  // it was asked in vain, returns a promise. changed: called with the state and the one before, as it changes.
  constructor({ ask, pause, changed, now = Date.now }) {
    Object.assign(this, { ask, pause, changed, now });
    this.heard();
  }

  // Something has come from the server.
  heard() {
    this.#heardAt = this.now();
  }

  get isDoubtful() {
    return this.state !== "fine" || this.now() - this.#heardAt > DOUBTFUL_MS;
  }

  // Ends when the server answers and knows this page, and tells whether it was lost meanwhile. For a page that is not known any
  // more that is never.
  check() {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  // For a page that cannot go on though the server answers.
  giveUp() {
    this.#become("forgotten");
    return never();
  }

  async #check() {
    for (let tries = 0; ; tries += 1) {
      const began = this.now();
      // A server that has no time for the question, but says other things, is there.
      const found = await this.ask().catch(() => (this.#heardAt > began ? "fine" : "lost"));
      if (found === "fine") this.heard();
      this.#become(found);
      if (found === "fine") return tries > 0;
      if (found !== "lost") return never();
      await this.pause(tries);
    }
  }

  #become(state) {
    const before = this.state;
    this.state = state;
    if (state !== before) this.changed(state, before);
  }
}
