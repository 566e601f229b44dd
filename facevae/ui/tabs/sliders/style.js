// What the face that is shown is called.

// share: of the real face, as the dial says; isRight: whether that has come already.
export function styleInWords({ share, isRight }) {
  if (!isRight) return "Faithful while it moves";
  if (share === 0) return "Faithful: errs least, and is blurred";
  return `${share === 1 ? "Real" : `${Math.round(100 * share)} % real`}: sharper is not truer`;
}
