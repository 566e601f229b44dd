// States that one can go back to.

export class History {
  #past = [];

  // most: how many states are kept; the oldest are forgotten first.
  constructor(most) {
    this.most = most;
  }

  get isEmpty() {
    return this.#past.length === 0;
  }

  keep(state) {
    this.#past.push(state);
    this.#past.splice(0, Math.max(this.#past.length - this.most, 0));
  }

  // Returns the state kept last, which is then no longer kept; undefined where there is none.
  back() {
    return this.#past.pop();
  }

  forget() {
    this.#past.length = 0;
  }
}
