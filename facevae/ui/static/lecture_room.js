// The presenter's side of the vote: its routes take the key that the app printed when it started.

const PRESENTER = "facevae-presenter";
const SILENT = "The server does not answer. Try again when it is back.";

export class Room {
  constructor() {
    this.key = sessionStorage.getItem(PRESENTER) ?? "";
    this.state = null;
  }

  // Takes a key, and returns whether it is the right one; "" forgets it.
  async use(key) {
    this.key = key;
    try {
      await this.ask("");
      sessionStorage.setItem(PRESENTER, key);
      return true;
    } catch (error) {
      this.key = "";
      sessionStorage.removeItem(PRESENTER);
      if (error.status === 403) return false;
      throw error;
    }
  }

  // Asks one of the presenter's routes; keeps and returns the state that it answers with. Throws an Error whose message
  // is one sentence.
  async ask(action, fields) {
    const method = action ? "POST" : "GET";
    const answer = await fetch(`vote/present${action && `/${action}`}`, {
      method,
      headers: { "X-FaceVAE-Presenter": this.key },
      body: action ? JSON.stringify(fields ?? {}) : undefined,
      cache: "no-store",
    }).catch(() => {
      throw new Error(SILENT);
    });
    if (!answer.ok) throw Object.assign(new Error((await answer.text()).slice(0, 300)), { status: answer.status });
    this.state = await answer.json();
    return this.state;
  }

  // Whether this question is the one that the room votes on, or has voted on.
  isOn(question) {
    return Boolean(question) && this.state?.key === question.key && this.state.stage !== "over";
  }
}
