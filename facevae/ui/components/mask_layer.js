// The mask that is painted, on a canvas beside the page: what is opaque there is painted.

const OPAQUE_ABOVE = 127;

// Takes RGBA bytes; returns the share of pixels that are painted, 0 to 1.
export function paintedShare(pixels) {
  let painted = 0;
  for (let i = 3; i < pixels.length; i += 4) painted += pixels[i] > OPAQUE_ABOVE;
  return painted / (pixels.length / 4);
}

// The same for what is painted on one layer and not on another of the same size.
export function paintedShareWithout(pixels, others) {
  let painted = 0;
  for (let i = 3; i < pixels.length; i += 4) painted += pixels[i] > OPAQUE_ABOVE && others[i] <= OPAQUE_ABOVE;
  return painted / (pixels.length / 4);
}

export class MaskLayer {
  canvas = document.createElement("canvas");
  #ink = this.canvas.getContext("2d", { willReadFrequently: true });

  // Also wipes it.
  resize(wide, high) {
    Object.assign(this.canvas, { width: wide, height: high });
  }

  get share() {
    return paintedShare(this.read().data);
  }

  // The mask as a PNG, "" where nothing is painted.
  get png() {
    return this.share > 0 ? this.canvas.toDataURL("image/png") : "";
  }

  // This mask above another one of its size as one PNG twice as high, "" where nothing is painted on either.
  pngAbove(other) {
    if (this.share + other.share === 0) return "";
    const { width, height } = this.canvas;
    const both = document.createElement("canvas");
    Object.assign(both, { width, height: 2 * height });
    const ink = both.getContext("2d");
    ink.drawImage(this.canvas, 0, 0);
    ink.drawImage(other.canvas, 0, height);
    return both.toDataURL("image/png");
  }

  shareWithout(other) {
    return paintedShareWithout(this.read().data, other.read().data);
  }

  read() {
    return this.#ink.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }

  write(pixels) {
    this.#ink.putImageData(pixels, 0, 0);
  }

  line(from, to, width, isEraser) {
    this.#ink.globalCompositeOperation = isEraser ? "destination-out" : "source-over";
    this.#ink.lineCap = this.#ink.lineJoin = "round";
    this.#ink.lineWidth = width;
    this.#ink.strokeStyle = "#fff";
    this.#ink.beginPath();
    this.#ink.moveTo(...from);
    // A line without any length is not drawn at all: a single dab is as good as none.
    this.#ink.lineTo(to[0] + 0.01, to[1]);
    this.#ink.stroke();
  }

  wipe() {
    this.#ink.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // Takes over a picture of the layer's size, from a row of it on.
  stamp(picture, from = 0) {
    const { width, height } = this.canvas;
    this.#ink.globalCompositeOperation = "copy";
    this.#ink.drawImage(picture, 0, from, width, height, 0, 0, width, height);
  }

  fill() {
    this.#ink.globalCompositeOperation = "source-over";
    this.#ink.fillStyle = "#fff";
    this.#ink.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  invert() {
    this.#ink.globalCompositeOperation = "source-out";
    this.#ink.fillStyle = "#fff";
    this.#ink.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
