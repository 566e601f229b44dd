// One corner of the matrix: its face, and the ways to choose another. Runs as js_on_load of a gr.HTML: element, props, trigger
// and watch come from Gradio. props.value is what corners.py's CornerFaces.tile returns; every choice triggers "input".

const corner = Number(find(".corner").dataset.corner);
const select = find("select");
const seed = find("input");

function show() {
  const value = props.value;
  if (!value) return;
  Object.assign(find(".corner-picture"), { src: value.picture, alt: value.name });
  Object.assign(find("figcaption"), { textContent: value.name, title: value.name });
  select.replaceChildren(...value.sources.map(([source, label]) => new Option(label, source)));
  select.value = value.source;
  seed.value = value.seed;
}

const choose = (source, more) => trigger("input", { corner, source, ...more });

element.addEventListener("change", (event) => {
  if (event.target === select) choose(select.value);
  if (event.target === seed) choose("random", { seed: Math.round(Number(seed.value)) });
});
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) choose(button.dataset.source);
});

watch("value", show);
show();
