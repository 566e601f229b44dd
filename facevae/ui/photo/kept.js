// Where a page keeps the token of its photo, and what was chosen in it, for when it is loaded again.

export const KEPT = "facevae-photo";
