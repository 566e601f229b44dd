// Two pictures on top of each other, and a line to drag between them. Runs as js_on_load of a gr.HTML:
// props.value is {before, after}, two picture addresses, ratio, width by
// height, where they are not square, and called, the second one's caption where it is not always the same.

function show() {
  const pictures = [find(".compare-before"), find(".compare-after")];
  if (!props.value) {
    for (const picture of pictures) picture.removeAttribute("src");
    return;
  }
  const called = props.value.called ?? props.after;
  find(".compare-names > :last-child").textContent = pictures[1].alt = called;
  find(".compare").style.setProperty("--ratio", props.value.ratio ?? 1);
  [pictures[0].src, pictures[1].src] = [props.value.before, props.value.after];
}

element.addEventListener("input", (event) => {
  find(".compare").style.setProperty("--at", `${event.target.value}%`);
});
watch("value", show);
show();
