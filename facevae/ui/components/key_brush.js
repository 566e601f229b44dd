// A brush that is moved over a picture by keys.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FASTER = 5;

export class KeyBrush {
  // Where it is, as shares of the picture's width and height; at first in the middle.
  #share = [0.5, 0.5];

  // Returns where it is in pixels of a picture so wide and high.
  at(wide, high) {
    return [this.#share[0] * wide, this.#share[1] * high];
  }

  // Moves it by `step` pixels, by several times that if `isFast`, and never off the picture. Returns whether the key is
  // one that moves it.
  move(key, step, isFast, wide, high) {
    const direction = ARROWS[key];
    if (!direction) return false;
    const far = step * (isFast ? FASTER : 1);
    const sides = [wide, high];
    this.#share = this.#share.map((share, axis) => {
      const moved = share + (direction[axis] * far) / sides[axis];
      return Math.min(Math.max(moved, 0), 1);
    });
    return true;
  }

  get inWords() {
    const [right, down] = this.#share.map((share) => Math.round(100 * share));
    return `Brush ${right} % from the left, ${down} % from the top`;
  }
}
