// Which part of the tab is shown. Runs as js_on_load of a gr.HTML: element, props, trigger and watch come from Gradio.

const buttons = [...element.querySelectorAll("button")];

function show() {
  for (const button of buttons) button.ariaPressed = String(button.dataset.view === props.value);
}

element.addEventListener("click", (event) => {
  const view = event.target.closest("button")?.dataset.view;
  if (!view || view === props.value) return;
  props.value = view;
  show();
  trigger("input");
});

watch("value", show);
show();
