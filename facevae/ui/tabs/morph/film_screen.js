// The place where a film runs. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio. props.value is what
// film_screen.py's handler yields: while it is made how far it is, and in the end the film itself.

const bar = find("progress");
const save = find(".film-save");

// Videos in data: addresses do not play everywhere, and long ones cannot be saved everywhere; in blob: addresses both can.
async function run(address) {
  const blob = await (await fetch(address)).blob();
  const url = URL.createObjectURL(blob);
  const video = blob.type.startsWith("video");
  const shown = document.createElement(video ? "video" : "img");
  if (video) Object.assign(shown, { muted: true, loop: true, autoplay: true, playsInline: true, controls: true });
  Object.assign(shown, { src: url, [video ? "ariaLabel" : "alt"]: find(".film-note").textContent });
  find(".fv-picture").replaceChildren(shown);
  if (save.href) URL.revokeObjectURL(save.href);
  Object.assign(save, { href: url, hidden: false });
}

function show() {
  const value = props.value;
  if (!value) return;
  find(".film-note").textContent = value.note;
  Object.assign(bar, { hidden: !value.of, max: value.of || 1, value: value.done });
  if (value.film) run(value.film);
}

watch("value", show);
show();
