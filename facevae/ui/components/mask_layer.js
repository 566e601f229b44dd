// The mask that is painted, on a canvas beside the page: what is opaque there is painted.

const OPAQUE_ABOVE = 127;

// Takes RGBA bytes; returns the share of pixels that are painted, 0 to 1.
export function paintedShare(pixels) {
  let painted = 0;
  for (let i = 3; i < pixels.length; i += 4) painted += pixels[i] > OPAQUE_ABOVE;
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

  stamp(picture) {
    this.#ink.globalCompositeOperation = "copy";
    this.#ink.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
  }

  invert() {
    this.#ink.globalCompositeOperation = "source-out";
    this.#ink.fillStyle = "#fff";
    this.#ink.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
