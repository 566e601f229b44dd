// Settings that a tab is to have, put there as soon as it can take them, and again while it still draws itself: a tab that
// takes a new face begins anew. Whoever touches the page is left alone.

import { isSet, setByName } from "./settings.js";

const SETTLES_MS = 1500;
// What was set needs a moment to be heard, and may never become what it should be: what goes beyond an end stays there.
const AGAIN_MS = 400;
// What is being made anew, as components/result.js and Gradio mark it.
const WORKING = ".pending, [data-busy]";
let latest = null;

for (const event of ["pointerdown", "keydown"]) {
  addEventListener(event, ({ isTrusted }) => isTrusted && latest?.stop(), true);
}

export class DueSettings {
  // settings: [[name, value]].
  constructor(tab, settings) {
    Object.assign(this, { tab, settings, wrong: settings, since: null, tried: new Map() });
    latest = this;
  }

  // Sets what is not as it should be; returns whether all is, and has been for a while in which nothing was made anew, or
  // nobody waits for it any more; from then on it does nothing. `wrong` is what is not.
  apply(now = performance.now()) {
    if (!this.settings.length) return true;
    this.wrong = this.settings.filter(([name, value]) => !isSet(this.tab, name, value));
    for (const [name, value] of this.wrong) this.put(name, value, now);
    const isBusy = document.querySelector(`#tab-${this.tab} :is(${WORKING})`);
    if (this.wrong.length || isBusy || this.since === null) this.since = now;
    if (now - this.since > SETTLES_MS) this.stop();
    return !this.settings.length;
  }

  put(name, value, now) {
    if (now - (this.tried.get(name) ?? -AGAIN_MS) < AGAIN_MS) return;
    this.tried.set(name, now);
    // What is not there yet is tried in the next frame.
    if (!setByName(this.tab, name, value)) this.tried.delete(name);
  }

  stop() {
    this.settings = [];
    this.wrong = [];
  }
}
