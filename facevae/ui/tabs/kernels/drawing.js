// What the board is made of on the page: pictures of planes, frames on them, and the cells of a worked sum.

import { inkOn } from "./channels.js";
import { shownLevel } from "./convolution.js";

// Paints one plane in grey, or three as red, green and blue.
export function paint(canvas, planes) {
  const { side } = planes[0];
  const image = new ImageData(side, side);
  image.data.fill(255);
  for (let channel = 0; channel < 3; channel++) {
    const { values, over, isSigned } = planes[channel % planes.length];
    values.forEach((value, index) => {
      image.data[4 * index + channel] = shownLevel(value / over, isSigned);
    });
  }
  [canvas.width, canvas.height] = [side, side];
  canvas.getContext("2d").putImageData(image, 0, 0);
}

// Lays a frame over so many pixels of a picture of `side` pixels.
export function frame(box, corner, size, side) {
  const share = (pixels) => `${(100 * pixels) / side}%`;
  Object.assign(box.style, { left: share(corner[0]), top: share(corner[1]), width: share(size), height: share(size) });
}

export function makeCell(index, size) {
  const made = document.createElement("div");
  made.className = "kernels-cell";
  made.innerHTML = '<span class="kernels-pixel"></span><span class="kernels-times">\u00d7</span><input type="text" autocomplete="off" spellcheck="false"><span class="kernels-product"></span>';
  const box = made.querySelector("input");
  box.ariaLabel = `Weight, row ${Math.floor(index / size) + 1}, column ${(index % size) + 1}`;
  box.dataset.weight = index;
  return made;
}

export function fillCell(cell, { pixel, product, isPadding }, colour) {
  const shown = cell.querySelector(".kernels-pixel");
  shown.textContent = pixel;
  shown.style.background = `rgb(${colour.join(" ")})`;
  shown.style.color = inkOn(colour);
  shown.classList.toggle("kernels-padding", isPadding);
  shown.title = isPadding ? "Padding: there is no pixel here" : "";
  cell.querySelector(".kernels-product").textContent = product;
}

// A line under the products: what it is, and its number.
export function makeLine(words) {
  const line = document.createElement("div");
  line.append(...["dt", "dd"].map((tag, index) => Object.assign(document.createElement(tag), { textContent: words[index] })));
  return line;
}
