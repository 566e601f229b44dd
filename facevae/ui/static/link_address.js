// A link to what is on the screen: the tab in the query, and all the rest behind the #, which browsers keep to themselves.
// ?tab=denoise#face=grace-hopper&without=tabs,seed&sigma=75 is the tab Denoise with a shipped face, one setting, and two things
// that are not to be seen. #step=6&sigma=75 is step 6 of the lecture.

// The names of what is no setting.
const OURS = ["step", "face", "without", "presenter"];
// A shipped portrait, or an invented face with its seed. The address of a face in Sliders, far longer, is another thing.
const FACE = /^[a-z0-9-]{1,40}(:\d{1,4})?$/;
const NAME = /^[a-z0-9-]{1,60}$/;

export const isFaceName = (text) => FACE.test(text);

// Returns what follows the page's own address: { search, hash }. `settings` is [{ name, value }], `hidden` the names of what
// is not to be seen, `step` 0 outside a lecture, `face` "" for the one that is there.
export function addressOf({ tab, step, face, settings, hidden }) {
  const told = new URLSearchParams();
  if (step) told.set("step", step);
  if (face) told.set("face", face);
  if (hidden.length) told.set("without", hidden.join(","));
  for (const { name, value } of settings) told.set(name, value);
  // Both are allowed behind a #, and easier to read.
  const hash = `#${told}`.replaceAll("%2C", ",").replaceAll("%3A", ":");
  return { search: step ? "" : `?tab=${tab}`, hash };
}

// Returns what a fragment (with or without its #) says: { face, hidden, settings }, where `face` is "" if it names none and
// `settings` is [[name, value]]. null where that is nothing, and for the address of a face in Sliders.
export function linkIn(fragment) {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  const face = asked.get("face") ?? "";
  if (face && !isFaceName(face)) return null;
  const hidden = (asked.get("without") ?? "").split(",").filter((name) => NAME.test(name));
  const settings = [...asked].filter(([name]) => NAME.test(name) && !OURS.includes(name));
  if (!face && !hidden.length && !settings.length) return null;
  return { face, hidden, settings: settings.map(([name, value]) => [name, valueIn(value)]) };
}

const valueIn = (text) => ({ true: true, false: false })[text] ?? text;
