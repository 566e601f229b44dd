// A finger that scrolls the page over a slider does not move it. Browsers move a slider as soon as it is touched, and
// take the touch for scrolling only then: so what a slider says is held back until it is clear what the finger wants.

const CLEAR_FROM = 8;

// What a finger wants: "tap" as long as it rests, "drag" once it has gone sideways, "scroll" once it has gone up or down.
export class Swipe {
  wants = "tap";

  constructor(x, y) {
    this.from = [x, y];
  }

  move(x, y) {
    if (this.wants !== "tap") return;
    const [right, down] = [Math.abs(x - this.from[0]), Math.abs(y - this.from[1])];
    if (Math.max(right, down) >= CLEAR_FROM) this.wants = right > down ? "drag" : "scroll";
  }
}

// A slider under a finger: keeps its value, and remembers the one that the browser gave it.
export class HeldSlider {
  asked = null;

  constructor(slider, x, y) {
    this.slider = slider;
    this.value = slider.value;
    this.swipe = new Swipe(x, y);
  }

  // Takes what the browser just did to the slider back; returns whether nobody may hear of it.
  hold() {
    if (this.swipe.wants === "drag") return false;
    this.asked = this.slider.value;
    this.slider.value = this.value;
    return true;
  }

  // The finger is gone; returns whether it was a tap that asked for another value, which the slider then has.
  release() {
    const asks = this.swipe.wants === "tap" && this.asked !== null && this.asked !== this.value;
    if (asks) this.slider.value = this.asked;
    return asks;
  }
}

function start() {
  let held = null;
  const listen = (kind, hear) => document.addEventListener(kind, hear, { capture: true });

  listen("pointerdown", (event) => {
    const slider = event.pointerType === "touch" && event.isPrimary && event.target.closest?.("input[type=range]");
    held = slider ? new HeldSlider(slider, event.clientX, event.clientY) : null;
  });
  listen("pointermove", (event) => {
    if (event.pointerType === "touch" && event.isPrimary) held?.swipe.move(event.clientX, event.clientY);
  });
  for (const kind of ["input", "change"]) {
    listen(kind, (event) => {
      if (event.target === held?.slider && held.hold()) event.stopImmediatePropagation();
    });
  }
  listen("pointerup", (event) => {
    if (!held || !event.isPrimary) return;
    const { slider } = held;
    const tapped = held.release();
    // A scroll may have ended where the page could not follow: the browser still reports what it did to the slider.
    if (held.swipe.wants !== "scroll") held = null;
    if (!tapped) return;
    for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
  });
  listen("pointercancel", () => {
    if (held) held.swipe.wants = "scroll";
  });
  listen("keydown", () => {
    held = null;
  });
}

if (globalThis.document) start();
