// The canvas on which the route's answers are drawn.

export class FaceView {
  // canvas: where; path: called for the route's, from the root of the app.
  constructor(canvas, path) {
    Object.assign(this, { canvas, path });
    this.ink = canvas.getContext("2d");
    this.ink.imageSmoothingQuality = "high";
  }

  // Asks the route for the face of some latents, given as bytes, and draws it. Throws an Error with a sentence to show.
  async draw(body) {
    const picture = await createImageBitmap(await this.#ask(body));
    this.ink.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    picture.close();
    this.canvas.dataset.drawn = Number(this.canvas.dataset.drawn ?? 0) + 1;
  }

  async #ask(body) {
    let answer;
    try {
      const address = new URL(this.path().replace(/^\//, ""), document.baseURI);
      answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
    } catch {
      throw new Error("The server does not answer; move a slider to try again.");
    }
    if (!answer.ok) throw new Error(await answer.text());
    return answer.blob();
  }
}
