// What the page says of its server, at its lower edge: below all that people work on, which moves up as far as it has to.

const LOST = "The server does not answer. What you see stays; what you change is shown as soon as it is back.";
const BACK = "The server is back, and everything goes on where it was.";
const BACK_WITH_WORK = "The server is back. What you changed meanwhile is being worked out.";
const GONE = {
  restarted: "The server was started anew, and nothing new is worked out on this page.",
  forgotten: "This page was away, and the server has let go of it meanwhile: nothing new is worked out here.",
};
const OWN_FACE = "Your photo has to be chosen again.";
const KEEPS = "What you see stays until you load the page again: that keeps the tab and its settings, not what was painted.";
const BACK_MS = 8000;

// Returns what is said in a state: { words, offers }, where `offers` tells whether the page can be loaded again, and words are ""
// for nothing. hasWork: whether somebody waits for an answer. isOwn: whether the face is one that no address can name.
export function saidOf(state, before, hasWork, isOwn) {
  if (state === "lost") return { words: LOST, offers: false };
  if (state in GONE) return { words: [GONE[state], KEEPS, isOwn ? OWN_FACE : ""].filter(Boolean).join(" "), offers: true };
  if (before !== "lost") return { words: "", offers: false };
  return { words: hasWork ? BACK_WITH_WORK : BACK, offers: false };
}

export class ConnectionBar {
  #box = null;
  #hiding = 0;

  show(state, before, hasWork) {
    const face = document.querySelector("#current-face .fv-current");
    const { words, offers } = saidOf(state, before, hasWork, Boolean(face) && !face.dataset.link);
    clearTimeout(this.#hiding);
    // Styles stop what moves on the page as if somebody were at work on it.
    if (state === "fine") delete document.documentElement.dataset.line;
    else document.documentElement.dataset.line = state;
    this.#say(words, offers);
    if (state === "fine") this.#hiding = setTimeout(() => this.#say("", false), BACK_MS);
  }

  #say(words, offers) {
    this.#box ??= this.#draw();
    this.#box.querySelector("p").textContent = words;
    this.#box.querySelector("button").hidden = !offers;
    this.#box.classList.toggle("fv-open", Boolean(words));
    document.documentElement.style.setProperty("--fv-connection", words ? `${this.#box.offsetHeight}px` : "0px");
  }

  #draw() {
    const box = Object.assign(document.createElement("div"), { id: "connection", role: "status" });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Load the page again" });
    button.addEventListener("click", () => {
      // Whoever knows what is set puts it into the address.
      dispatchEvent(new Event("fv-reload"));
      location.reload();
    });
    box.append(document.createElement("p"), button);
    document.body.append(box);
    return box;
  }
}
