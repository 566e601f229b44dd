// A face and its sliders in the part of an address behind the #, which browsers keep to themselves: it is in no server's log.

import { isFaceName } from "../../static/link_address.js";
import { floatsFromText, textFromFloats } from "./codec.js";

export const DAMAGED = "damaged";

// The whole code goes into it, so that the very same pixels come back; sliders at 0 behind the last moved one do not.
export function fragmentOf({ start, sliders, independent }) {
  const code = textFromFloats(start).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const last = sliders.findLastIndex((amount) => amount !== 0);
  return `face=${code}&sliders=${sliders.slice(0, last + 1).map(String).join(",")}&independent=${Number(independent)}`;
}

// Returns the state that a fragment (with or without its #) describes, null where it names a face or describes none, and DAMAGED where the
// face is not one of `dim` numbers, or there are more sliders than `reaches`, which says how far each goes: { low, high }.
export function stateOfFragment(fragment, { dim, reaches }) {
  const asked = new URLSearchParams(fragment.replace(/^#/, ""));
  if (!asked.has("face") || isFaceName(asked.get("face"))) return null;
  try {
    const start = floatsFromText(asked.get("face").replaceAll("-", "+").replaceAll("_", "/"));
    const amounts = (asked.get("sliders") || "").split(",").filter(Boolean).map(Number);
    if (start.length !== dim || amounts.length > reaches.length) return DAMAGED;
    if (![...start, ...amounts].every(Number.isFinite)) return DAMAGED;
    const sliders = reaches.map(({ low, high }, row) => Math.min(Math.max(amounts[row] ?? 0, low), high));
    return { start, sliders, independent: asked.get("independent") === "1" };
  } catch {
    return DAMAGED;
  }
}
