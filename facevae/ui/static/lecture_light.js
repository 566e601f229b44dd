// The spotlight: a frame around one element of the page, outside of which all is a little darker and works as before.

export class Light {
  constructor(frame) {
    this.frame = frame;
    this.at = "";
  }

  // Opens what `lit` is folded away in, or is itself.
  unfold(lit) {
    for (let one = lit; one; one = one.parentElement) {
      const title = one.querySelector(":scope > .label-wrap:not(.open)");
      if (title) title.click();
    }
  }

  // Puts the frame around an element; without one there is none. `bottom` is where the strip begins.
  shine(lit, bottom) {
    const box = lit?.checkVisibility() ? lit.getBoundingClientRect() : null;
    const at = box?.width ? [box.left, box.top, box.width, box.height, bottom].map(Math.round).join() : "";
    if (at === this.at) return;
    this.at = at;
    this.frame.hidden = !at;
    if (at) Object.assign(this.frame.style, { left: `${box.left - 6}px`, top: `${box.top - 6}px`, width: `${box.width + 12}px`, height: `${box.height + 12}px` });
  }

  // Scrolls so that all of an element is in sight above the strip; its upper end where there is no room for it all.
  reveal(lit, bottom) {
    const { top, bottom: end } = lit.getBoundingClientRect();
    const by = Math.min(top - 12, Math.max(0, end + 12 - bottom));
    if (Math.abs(by) > 1 && (by > 0 || top < 12)) scrollBy({ top: by, behavior: "instant" });
  }
}
