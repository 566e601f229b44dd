// The canvas on which the route's answers are drawn: the faithful face, and over it the real one, as strongly as the dial says.
// What lies between both is mixed here, so that the dial asks the route for nothing.

const FADE_MS = 200;

export class FaceView {
  #faithful = null;
  #real = null;
  #asked = null;
  #frame = 0;
  #ended = null;

  // canvas: where; path: called for the route's, from the root of the app; share: of the real face, 0 to 1.
  // changed: called as it becomes another style that is shown.
  constructor(canvas, path, share, changed) {
    Object.assign(this, { canvas, path, share, changed });
    this.ink = canvas.getContext("2d");
    this.ink.imageSmoothingQuality = "high";
  }

  // Whether the face that is shown is the one that the dial asks for.
  get isRight() {
    return this.share === 0 || this.#real !== null;
  }

  // Asks the route for the face of some latents, given as bytes, and draws it, faithful. Throws an Error with a sentence to show.
  async draw(body) {
    this.#asked?.abort();
    const picture = await createImageBitmap(await this.#ask(body, "faithful"));
    this.#forget();
    this.#faithful = picture;
    this.#paint(0);
    this.canvas.dataset.drawn = Number(this.canvas.dataset.drawn ?? 0) + 1;
  }

  // The same for the real face, which then fades in; unless something else is drawn before it has come.
  async sharpen(body) {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    try {
      const picture = await createImageBitmap(await this.#ask(body, "real", asked.signal));
      if (asked.signal.aborted) return;
      this.#real = picture;
      await this.#fade();
    } catch (error) {
      if (!asked.signal.aborted) throw error;
    }
  }

  // Shows as much of the real face as the dial says now.
  mix(share) {
    this.share = share;
    this.#stop();
    if (this.#faithful) this.#paint(1);
  }

  #paint(strength) {
    const alpha = this.#real ? this.share * strength : 0;
    for (const [picture, opacity] of [[this.#faithful, 1], [this.#real, alpha]]) {
      if (!opacity) continue;
      this.ink.globalAlpha = opacity;
      this.ink.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    }
    this.canvas.dataset.style = alpha ? "real" : "faithful";
    this.changed();
  }

  // At once for those who want no motion.
  #fade() {
    const length = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE_MS;
    const since = performance.now();
    this.#stop();
    return new Promise((ended) => {
      this.#ended = ended;
      const step = (now) => {
        const strength = length ? Math.min(Math.max(now - since, 0) / length, 1) : 1;
        this.#paint(strength);
        if (strength < 1) this.#frame = requestAnimationFrame(step);
        else this.#stop();
      };
      this.#frame = requestAnimationFrame(step);
    });
  }

  #stop() {
    cancelAnimationFrame(this.#frame);
    this.#ended?.();
    this.#ended = null;
  }

  #forget() {
    this.#stop();
    this.#faithful?.close();
    this.#real?.close();
    this.#real = null;
  }

  async #ask(body, style, signal) {
    const address = new URL(this.path().replace(/^\//, ""), document.baseURI);
    address.searchParams.set("style", style);
    const headers = { "Content-Type": "application/octet-stream" };
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, headers, signal });
    } catch {
      throw new Error("The server does not answer; move a slider to try again.");
    }
    if (!answer.ok) throw new Error(await answer.text());
    return answer.blob();
  }
}
