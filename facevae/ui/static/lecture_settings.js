// Sets a control as a person would: whatever listens to it then hears of it.

// Returns the names of the boxes to click, so that those of `wanted` alone are ticked: first those to clear, because a
// group may take only so many. A box is { name, checked }.
export function boxesToClick(boxes, wanted) {
  const cleared = boxes.filter((box) => box.checked && !wanted.includes(box.name));
  const ticked = boxes.filter((box) => !box.checked && wanted.includes(box.name));
  return [...cleared, ...ticked].map((box) => box.name);
}

function typeInto(input, value) {
  if (input.value === String(value)) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, String(value));
  for (const event of ["input", "change", "pointerup"]) input.dispatchEvent(new Event(event, { bubbles: true }));
}

// Sets what is in `control`: one box by true or false, one choice of several by its value, one of several buttons by what
// its data say, a slider or a number, ticked boxes by their names with commas between them. Returns whether it could.
export function setControl(control, value) {
  const boxes = [...control.querySelectorAll("input[type=checkbox]")];
  if (typeof value === "boolean") {
    if (boxes[0] && boxes[0].checked !== value) boxes[0].click();
    return boxes.length > 0;
  }
  const choices = [...control.querySelectorAll("input[type=radio], button")];
  const choice = choices.find((one) => one.value === String(value) || Object.values(one.dataset).includes(String(value)));
  if (choice) {
    if (!choice.checked && choice.ariaPressed !== "true") choice.click();
    return true;
  }
  const slider = control.querySelector("input[type=range], input[type=number]");
  if (slider) typeInto(slider, value);
  else for (const name of boxesToClick(boxes, String(value).split(","))) boxes.find((box) => box.name === name).click();
  return Boolean(slider) || boxes.length > 0;
}
