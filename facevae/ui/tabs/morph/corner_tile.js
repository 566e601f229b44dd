// One corner of the matrix: its face, and a menu of others that opens when it is clicked. Runs as js_on_load of a gr.HTML:
// element, props, trigger and watch come from Gradio. props.value is what corners.py's CornerFaces.tile returns; every choice
// triggers "input".

const corner = Number(find(".corner").dataset.corner);
const face = find(".corner-open");
const menu = find(".corner-menu");
const seed = find("input");

function show() {
  const value = props.value;
  if (!value) return;
  const { picture, name, about } = value;
  Object.assign(find(".corner-picture"), { src: picture, alt: name });
  Object.assign(find(".fv-title"), { textContent: name, title: name });
  Object.assign(find(".fv-note"), { textContent: about, title: about });
  find(".corner-sources").replaceChildren(...value.sources.map(([source, label]) => button(source, label)));
  seed.value = value.seed;
}

function button(source, label) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: label });
  made.dataset.source = source;
  return made;
}

function turn(isOpen) {
  menu.hidden = !isOpen;
  face.ariaExpanded = String(isOpen);
  if (isOpen) menu.querySelector("button").focus();
}

function choose(source, more) {
  turn(false);
  face.focus();
  trigger("input", { corner, source, ...more });
}

face.addEventListener("click", () => turn(menu.hidden));
menu.addEventListener("click", (event) => {
  const source = event.target.closest("button")?.dataset.source;
  if (source) choose(source);
});
seed.addEventListener("change", () => choose("random", { seed: Math.round(Number(seed.value)) }));
element.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || menu.hidden) return;
  turn(false);
  face.focus();
});
// Whoever does something else on the page has left the menu.
element.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !element.contains(event.relatedTarget)) turn(false);
});
document.addEventListener("pointerdown", (event) => {
  if (!element.contains(event.target)) turn(false);
});

watch("value", show);
show();
