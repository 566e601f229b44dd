// Moves numbers to others in a short glide, so that one sees what changes.

const GLIDE_MS = 700;

export const eased = (time) => time * time * (3 - 2 * time);

export const between = (from, to, share) => from.map((number, index) => number + share * (to[index] - number));

export class Glide {
  #frame = 0;
  isRunning = false;

  stop() {
    cancelAnimationFrame(this.#frame);
    this.isRunning = false;
  }

  // show: called with the numbers for each frame of the screen; arrived: after the last. At once for those who want no motion.
  run(from, to, show, arrived) {
    const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : GLIDE_MS;
    const since = performance.now();
    this.stop();
    this.isRunning = true;
    const step = (now) => {
      const time = length ? Math.min(Math.max(now - since, 0) / length, 1) : 1;
      this.isRunning = time < 1;
      show(between(from, to, eased(time)));
      if (this.isRunning) this.#frame = requestAnimationFrame(step);
      else arrived();
    };
    this.#frame = requestAnimationFrame(step);
  }
}
