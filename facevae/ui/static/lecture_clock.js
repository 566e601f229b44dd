// The time of a lecture and of its step, which goes on through a reload.

import { clockOf, partOf } from "./lecture_steps.js";

const CLOCK = "facevae-lecture-clock";

export class LectureClock {
  constructor() {
    this.times = JSON.parse(sessionStorage.getItem(CLOCK) ?? "{}");
  }

  // Begins a step; the same one as before a reload goes on.
  begin(step) {
    if (this.times.step === step) return;
    this.times = { began: this.times.began ?? Date.now(), step, since: Date.now() };
    sessionStorage.setItem(CLOCK, JSON.stringify(this.times));
  }

  forget() {
    this.times = {};
    sessionStorage.removeItem(CLOCK);
  }

  // Shows on a bar how much of a step's time has passed, and, where it is told, in words how much of all.
  show(bar, minutes, words, all) {
    bar.style.setProperty("--part", `${100 * partOf(Date.now() - this.times.since, minutes)}%`);
    words.textContent = all ? `${clockOf(Date.now() - this.times.began)} of ${all} min` : "";
  }
}
