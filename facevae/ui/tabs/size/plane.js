// The rate-distortion plane: what a code costs, and how near its copy is to the photo.

import { makeAxes, makeMark, makeSvg, rangeOf } from "./chart.js";

const FRAME = { width: 500, height: 262, left: 38, right: 34, top: 24, bottom: 36 };

// cells: nats and psnr of this face for each model, row by row; averages: the same of the test faces, or null there.
export function drawPlane(svg, cells, averages, dims, betas, chosen) {
  const known = averages.filter((one) => one.nats && one.psnr);
  const all = [...cells, ...known];
  const xRange = rangeOf(all.map(({ nats }) => nats), 0.06, true);
  const yRange = rangeOf(all.map(({ psnr }) => psnr));
  const names = { isLog: true, xName: "nats of the code", yName: "PSNR of the copy, dB" };
  const { x, y, made } = makeAxes({ ...FRAME, xRange, yRange, ...names });
  const row = (index) => Math.floor(index / betas.length);
  averages.forEach(({ nats, psnr }, index) => {
    if (nats && psnr) made.push(makeMark(row(index), x(nats), y(psnr), 5, { class: "plane-average" }));
  });
  dims.forEach((dim, size) => {
    const line = cells.slice(size * betas.length, (size + 1) * betas.length);
    made.push(makeSvg("polyline", { class: "plane-line", points: line.map(({ nats, psnr }) => `${x(nats)},${y(psnr)}`).join(" ") }));
    made.push(makeSvg("text", { class: "plane-name", x: x(line[0].nats) + 13, y: y(line[0].psnr) + 4 }, `${dim}`));
  });
  cells.forEach(({ nats, psnr }, index) => {
    const is = index === chosen ? " plane-chosen" : "";
    made.push(makeMark(row(index), x(nats), y(psnr), index === chosen ? 8 : 6, { class: `plane-mark${is}`, "data-cell": index }));
  });
  svg.setAttribute("viewBox", `0 0 ${FRAME.width} ${FRAME.height}`);
  svg.replaceChildren(...made);
}

// What the plane shows, for those who cannot see it.
export function planeInWords(cells, dims, betas) {
  const told = cells.map(({ nats, psnr }, index) => {
    const [dim, beta] = [dims[Math.floor(index / betas.length)], betas[index % betas.length]];
    return `${dim} numbers at beta ${beta}: ${nats.toFixed(0)} nats, ${psnr.toFixed(1)} dB`;
  });
  return `What a code costs and how near its copy is. ${told.join("; ")}.`;
}
