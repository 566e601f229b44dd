// Shows numbered frames one after the other.

export class Player {
  #timer = 0;
  #every;
  #draw;
  #done;

  // every: milliseconds a frame; draw: takes its number; done: called once a run has ended or was stopped.
  constructor(every, draw, done = () => {}) {
    this.#every = every;
    this.#draw = draw;
    this.#done = done;
  }

  get isPlaying() {
    return this.#timer !== 0;
  }

  // Shows one frame, and stops what plays.
  show(frame) {
    this.stop();
    this.#draw(frame);
  }

  // From one frame to another, both of them shown.
  play(from, to) {
    this.stop();
    this.#draw(from);
    let frame = from;
    if (frame >= to) return this.#done();
    this.#timer = setInterval(() => {
      this.#draw(++frame);
      if (frame >= to) this.stop();
    }, this.#every);
  }

  stop() {
    if (!this.isPlaying) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#done();
  }
}
