// A photo with a frame around each face. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from
// Gradio. props.value is what face_picker.py's `board` returns; a click triggers "select" with a face's number, or, when two
// eyes are asked for, with both places.

const NAMESPACE = "http://www.w3.org/2000/svg";
const ASK = ["Click the eye on the left side of the face", "Now click the other eye"];

const svg = find(".photo-frames");
let eyes = [];

function make(tag, attributes, text = "") {
  const node = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
}

// The drawing is in pixels of the photo; labels keep their size on the screen.
function unit() {
  const shown = find(".photo-picture").clientWidth || 400;
  return props.value.width / shown;
}

function frame({ corners, sure, label }, index) {
  const group = make("g", { tabindex: 0, role: "button", "aria-label": label, "data-index": index });
  group.classList.toggle("photo-unsure", !sure);
  group.classList.toggle("photo-chosen", index === props.value.chosen);
  group.setAttribute("aria-pressed", index === props.value.chosen);
  group.append(make("title", {}, label), make("polygon", { points: corners.map((corner) => corner.join(",")).join(" ") }));
  if (props.value.frames.length > 1 || !sure) group.append(...badge(corners, sure ? `${index + 1}` : `${index + 1}?`));
  return group;
}

function badge(corners, text) {
  const radius = Math.min(13, 8 + 40 / props.value.frames.length) * unit();
  const clamp = (value, most) => Math.min(Math.max(value, radius), most - radius);
  const [x, y] = [clamp(corners[0][0], props.value.width), clamp(corners[0][1], props.value.height)];
  return [make("circle", { cx: x, cy: y, r: radius }), make("text", { x, y, "font-size": radius * 1.1 }, text)];
}

function draw() {
  const value = props.value;
  const stage = find(".photo-stage");
  stage.classList.toggle("photo-eyes", Boolean(value?.eyes));
  find(".photo-prompt").hidden = !value?.eyes;
  if (!value) return;
  find(".photo-prompt").textContent = ASK[eyes.length] ?? "";
  svg.setAttribute("viewBox", `0 0 ${value.width} ${value.height}`);
  const dots = eyes.map(([x, y]) => make("circle", { class: "photo-eye", cx: x, cy: y, r: 6 * unit() }));
  svg.replaceChildren(...value.frames.map(frame), ...dots);
}

function show() {
  eyes = [];
  const picture = find(".photo-picture");
  if (!props.value) picture.removeAttribute("src");
  else if (picture.src !== props.value.photo) picture.src = props.value.photo;
  draw();
}

function pointAt(event) {
  const box = svg.getBoundingClientRect();
  const { width, height } = props.value;
  return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
}

svg.addEventListener("click", (event) => {
  if (!props.value) return;
  if (!props.value.eyes) {
    const group = event.target.closest("g[data-index]");
    if (group) trigger("select", { index: Number(group.dataset.index) });
    return;
  }
  eyes.push(pointAt(event));
  draw();
  if (eyes.length === 2) trigger("select", { eyes });
});

svg.addEventListener("keydown", (event) => {
  const group = event.target.closest("g[data-index]");
  if (!group || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  trigger("select", { index: Number(group.dataset.index) });
});

find(".photo-picture").addEventListener("load", draw);
new ResizeObserver(draw).observe(find(".photo-picture"));
watch("value", show);
show();
