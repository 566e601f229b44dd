// Where a lecture stands: in the address behind the #, which browsers keep to themselves, and on the clock.

// Returns the step, from 1, that a fragment (with its #) names, null where it names none of `count`.
export function stepIn(fragment, count) {
  const step = Number(new URLSearchParams(fragment.slice(1)).get("step") ?? Number.NaN);
  return Number.isInteger(step) && step >= 1 && step <= count ? step : null;
}

// Returns the presenter's key in a fragment, "" where there is none.
export function presenterIn(fragment) {
  return new URLSearchParams(fragment.slice(1)).get("presenter") ?? "";
}

// Returns a fragment without the presenter's key, which is to stand on no wall.
export function withoutPresenter(fragment) {
  const left = new URLSearchParams(fragment.slice(1));
  left.delete("presenter");
  return left.size ? `#${left}` : "";
}

// Returns the step that an action leads to from `step`; null for an action that leads nowhere.
export function stepAfter(action, step, count) {
  const goals = { next: Math.min(step + 1, count), previous: Math.max(step - 1, 1), first: 1, last: count };
  return goals[action] ?? null;
}

// Returns a time as minutes and seconds.
export function clockOf(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Returns which part of a step's time has passed, 0 to 1.
export function partOf(milliseconds, minutes) {
  return Math.min(1, Math.max(0, milliseconds / (60_000 * minutes)));
}
