// Whether what a tab shows is of what is set, or still being made.

// What shows that a result is being made anew, and for how long nothing of the kind is to be seen before it counts as done.
const BUSY = ".pending, [data-busy], [aria-busy=true], .fv-waiting";
const QUIET_MS = 800;
const PATIENCE_MS = 60_000;
// How long a place is waited for in which no picture has ever been.
const FIRST_MS = 20_000;

// Whether a picture has not come yet: on a tab that was just opened, before anything shows that it is being made.
export function lacksPicture(panel) {
  const empty = [...panel.querySelectorAll("img:not([src], .cells-over)")];
  return empty.some((image) => image.parentElement.checkVisibility());
}

export class Settling {
  touched = 0;

  // Somebody does something in a tab: what comes of it begins a moment later.
  touch() {
    this.touched = performance.now();
  }

  isBusy(panel) {
    return panel.querySelector(BUSY) !== null || performance.now() - this.touched < QUIET_MS / 2;
  }

  // Waits until nothing has been at work in a tab for a while; returns whether that came to pass.
  async end(panel) {
    const begun = performance.now();
    const isDone = !panel.querySelector(BUSY) && !lacksPicture(panel) && begun - this.touched >= QUIET_MS;
    let last = isDone ? begun - QUIET_MS : begun;
    while (performance.now() - last < QUIET_MS) {
      if (performance.now() - begun > PATIENCE_MS) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
      const now = performance.now();
      if (panel.querySelector(BUSY) || (now - begun < FIRST_MS && lacksPicture(panel))) last = now;
    }
    return true;
  }
}
