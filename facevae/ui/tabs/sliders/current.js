// The current face of the page beside what the sliders begin with.

export const isSame = (one, other) => one.length === other.length && one.every((number, index) => number === other[index]);

export class CurrentFace {
  #home = null;

  // What the page said last: { start, note, name, made }; start is its code, made whether the sliders made it.
  face = null;

  // Takes in what the page says is the current face; state is what the board shows. Returns whether the sliders are to begin
  // anew with it: where it is another one than before, and no slider was moved.
  take(face, state) {
    const isOther = this.face === null || !isSame(face.start, this.face.start);
    this.face = face;
    if (!isOther) return false;
    this.#home = face.made ? state.start : face.start;
    return !this.isStartOf(state) && state.sliders.every((amount) => amount === 0);
  }

  // Whether the board shows this face, moved or not.
  isStartOf({ start }) {
    return this.#home === null || isSame(start, this.#home);
  }
}
