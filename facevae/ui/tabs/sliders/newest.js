// Sends one thing after the other, and of those that came meanwhile only the newest: what is shown never lags behind.

export class Newest {
  #waiting = null;
  #busy = false;

  // send: takes what was put, returns a promise. failed: called with what it throws. changed: called as isBusy changes.
  constructor(send, { failed, changed }) {
    Object.assign(this, { send, failed, changed });
  }

  get isBusy() {
    return this.#busy;
  }

  async put(thing) {
    this.#waiting = { thing };
    if (this.#busy) return;
    this.#setBusy(true);
    while (this.#waiting) {
      const next = this.#waiting.thing;
      this.#waiting = null;
      try {
        await this.send(next);
      } catch (error) {
        this.failed(error);
      }
    }
    this.#setBusy(false);
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.changed();
  }
}
