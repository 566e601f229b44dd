// The newest face that was asked for: faithful at once, so that it follows a drag, and real once nothing else was asked for
// for a while.

import { Newest } from "./newest.js";

const REST_MS = 150;

export class LiveFace {
  #requests;
  #body = null;
  #timer = null;
  #isSharpening = false;

  // view: a FaceView. drawn: called after each faithful face; failed: with what a view throws; changed: as isBusy changes.
  constructor(view, { drawn, failed, changed }) {
    Object.assign(this, { view, drawn, failed, changed });
    this.#requests = new Newest((body) => this.#draw(body), { failed, changed });
  }

  // Whether the picture is about to change.
  get isBusy() {
    return this.#requests.isBusy || this.#timer !== null || this.#isSharpening;
  }

  put(body) {
    this.#body = body;
    this.#stop();
    return this.#requests.put(body);
  }

  // Shows as much of the real face as the dial says: 0 to 1.
  mix(share) {
    this.view.mix(share);
    if (!this.isBusy && !this.view.isRight) this.#rest();
    this.changed();
  }

  async #draw(body) {
    // Where a drawing takes longer than a rest, the face of before must not be sharpened in the middle of it.
    this.#stop();
    await this.view.draw(body);
    this.drawn();
    if (!this.view.isRight) this.#rest();
  }

  #rest() {
    this.#stop();
    this.#timer = setTimeout(() => this.#sharpen(), REST_MS);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #sharpen() {
    this.#timer = null;
    this.#isSharpening = !this.view.isRight;
    try {
      if (this.#isSharpening) await this.view.sharpen(this.#body);
    } catch (error) {
      this.failed(error);
    }
    this.#isSharpening = false;
    this.changed();
  }
}
