// Marks a part of the tab whose face is no longer the current one.
export function markStale(box, isFresh) {
  if (isFresh) delete box.dataset.stale;
  else box.dataset.stale = "Another face";
}
