// A row of examples. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from Gradio. props.value is what
// example_choices.py's `choices` returns; a click triggers "select" with the number of an example.

const row = find(".choices");

function build({ name, about }) {
  const button = document.createElement("button");
  button.type = "button";
  button.ariaLabel = `Use ${name}`;
  button.title = `${name}: ${about}`;
  button.append(Object.assign(document.createElement("img"), { alt: "" }));
  return button;
}

function show() {
  if (!props.value) return;
  if (row.children.length !== props.value.length) row.replaceChildren(...props.value.map(build));
  props.value.forEach(({ picture }, index) => {
    const image = row.children[index].firstElementChild;
    if (picture && image.getAttribute("src") !== picture) image.src = picture;
  });
  mark();
}

function mark() {
  [...row.children].forEach((button, index) => {
    button.ariaPressed = String(index === props.chosen);
  });
}

row.addEventListener("click", (event) => {
  const index = [...row.children].indexOf(event.target.closest("button"));
  if (index >= 0) trigger("select", { index });
});

watch("value", show);
watch("chosen", mark);
show();
