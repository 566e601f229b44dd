// The photo itself, in place of the current face, for as long as it is on its way and faces are looked for in it.

let shade = null;
let seen = null;

export function beginWaiting(file) {
  endWaiting();
  seen = URL.createObjectURL(file);
  shade = document.createElement("div");
  shade.className = "fv-arriving";
  const picture = document.createElement("span");
  picture.style.backgroundImage = `url("${seen}")`;
  shade.append(picture, document.createElement("p"));
  document.getElementById("header")?.append(shade);
  document.getElementById("header")?.setAttribute("aria-busy", "true");
}

export function sayWaiting(words) {
  if (shade) shade.querySelector("p").textContent = words;
}

// Returns whether there was anything to wait for.
export function endWaiting() {
  const was = shade !== null;
  shade?.remove();
  if (seen) URL.revokeObjectURL(seen);
  shade = seen = null;
  document.getElementById("header")?.removeAttribute("aria-busy");
  return was;
}
