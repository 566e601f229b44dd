// What a program put into the hole that is painted: shown in it, with the hole's outline, for as long as it is this hole's.

const AROUND = [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
const LINE = 3;

export class FilledHole {
  #picture = null;
  #pixels = 0;
  #asked = null;

  // Takes a filled picture and how many pixels its hole has, or null; `load` turns an address into an image.
  async follow(filled, load) {
    this.#asked = filled;
    const picture = filled ? await load(filled.picture) : null;
    // Pictures load asynchronously: only the one asked for last is kept.
    if (this.#asked === filled) [this.#picture, this.#pixels] = [picture, filled?.pixels ?? 0];
  }

  // Whether there is one for a hole of so many pixels.
  fits(pixels) {
    return this.#picture !== null && pixels > 0 && this.#pixels === pixels;
  }

  // Draws what is in the hole; `ink` is of a spare canvas as large as that of `view`.
  draw(view, ink, hole, colour) {
    const { width, height } = ink.canvas;
    ink.globalCompositeOperation = "copy";
    ink.drawImage(hole, 0, 0, width, height);
    ink.globalCompositeOperation = "source-in";
    ink.drawImage(this.#picture, 0, 0, width, height);
    view.drawImage(ink.canvas, 0, 0);
    ink.globalCompositeOperation = "source-over";
    ink.clearRect(0, 0, width, height);
    for (const [right, down] of AROUND) ink.drawImage(hole, LINE * right, LINE * down, width, height);
    ink.globalCompositeOperation = "destination-out";
    ink.drawImage(hole, 0, 0, width, height);
    ink.globalCompositeOperation = "source-in";
    ink.fillStyle = colour;
    ink.fillRect(0, 0, width, height);
    view.drawImage(ink.canvas, 0, 0);
  }
}
