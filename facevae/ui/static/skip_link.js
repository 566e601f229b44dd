// The first stop of the page leads past the header to the tool: to the open tab's panel, which takes the focus.

function skip(event) {
  const panel = [...document.querySelectorAll("#tabs > [role=tabpanel]")].find((one) => one.offsetParent);
  if (!panel) return;
  event.preventDefault();
  panel.tabIndex = -1;
  panel.focus();
}

const link = document.createElement("a");
Object.assign(link, { className: "fv-skip", href: "#tabs", textContent: "Skip to the tool" });
link.addEventListener("click", skip);
document.body.prepend(link);
