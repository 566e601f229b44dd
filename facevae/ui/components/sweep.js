// Where the line of a comparison stands while it goes over the picture: from the right edge, where all is before, to the
// left one, where all is after, and back to its place. `share` of the time, 0 to 1, is gone; `to` is the place, 0 to 100.

const TURNS_AT = 0.7;

export function sweepFrom(share, to) {
  if (share < TURNS_AT) return 100 * (1 - ease(share / TURNS_AT));
  return to * ease((share - TURNS_AT) / (1 - TURNS_AT));
}

const ease = (share) => share * share * (3 - 2 * share);
