// The place where a film runs. Runs as js_on_load of a gr.HTML: element, props and watch come from Gradio. props.value is what
// film.py's handler yields: while it is made how far it is, and in the end the film itself. props.fresh says whether that is
// still the one that is set.

const OLD = "Something else is set now: make the film again.";

const bar = find("progress");

// Videos in data: addresses do not play everywhere; in blob: addresses they do.
async function run(address) {
  const url = URL.createObjectURL(await (await fetch(address)).blob());
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, autoplay: true, playsInline: true, controls: true, src: url });
  video.ariaLabel = props.value.note;
  const before = find("video")?.src;
  find(".fv-picture").replaceChildren(video);
  if (before) URL.revokeObjectURL(before);
}

function show() {
  const value = props.value;
  if (!value) return;
  find(".film").hidden = false;
  Object.assign(bar, { hidden: !value.of, max: value.of || 1, value: value.done });
  if (value.film) run(value.film);
  tell();
}

function tell() {
  const isOld = !props.fresh && !props.value?.of;
  if (isOld) find(".film").dataset.stale = "Settings changed";
  else delete find(".film").dataset.stale;
  find(".film-note").textContent = isOld ? OLD : (props.value?.note ?? "");
}

watch("value", show);
watch("fresh", tell);
show();
