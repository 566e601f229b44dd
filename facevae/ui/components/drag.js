// A finger that drags sideways. One that scrolls the page, up or down, moves nothing; a tap moves to where it was.

const SIDEWAYS_FROM = 6;

export class Drag {
  #pointer = null;
  #from = [0, 0];
  #follows = false;

  // moveTo takes an x.
  constructor(moveTo) {
    this.moveTo = moveTo;
  }

  // atOnce: for a mouse, which does not scroll.
  begin(pointer, x, y, atOnce) {
    [this.#pointer, this.#from, this.#follows] = [pointer, [x, y], atOnce];
    if (atOnce) this.moveTo(x);
  }

  move(pointer, x, y) {
    if (pointer !== this.#pointer) return;
    const [right, down] = [Math.abs(x - this.#from[0]), Math.abs(y - this.#from[1])];
    this.#follows ||= right >= SIDEWAYS_FROM && right > down;
    if (this.#follows) this.moveTo(x);
  }

  end(pointer, x) {
    if (pointer !== this.#pointer) return;
    if (!this.#follows) this.moveTo(x);
    this.cancel();
  }

  // The browser took the finger to scroll by.
  cancel() {
    this.#pointer = null;
  }
}
