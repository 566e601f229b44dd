// What three models measured along their training, as charts with a line that moves.

import { makeAxes, makeMark, makeSvg, rangeOf } from "./chart.js";

const FRAME = { width: 400, height: 220, left: 46, right: 34, top: 24, bottom: 34 };

const join = (points) => points.map((point) => point.join()).join(" ");

// courses: steps and curve of each; ofFace: a figure of the face for each model and snapshot; key: its name in the curves.
// Returns what moves the line to a snapshot.
export function drawCourses(svg, courses, ofFace, key, yName, format) {
  const { steps } = courses[0];
  const inCurves = courses.flatMap(({ curve }) => curve.map((row) => row[key]));
  const ranges = { xRange: [steps[0], steps[steps.length - 1]], yRange: rangeOf([...ofFace.flat(), ...inCurves]) };
  const { x, y, made } = makeAxes({ ...FRAME, ...ranges, isLog: true, xName: "steps of training", yName, format });
  const now = makeSvg("line", { class: "learn-now", y1: FRAME.top, y2: FRAME.height - FRAME.bottom });
  made.push(now);
  courses.forEach(({ dim, curve }, row) => {
    const points = ofFace[row].map((value, index) => [x(steps[index]), y(value)]);
    made.push(makeSvg("polyline", { class: "learn-validation", points: join(curve.map((one) => [x(one.step), y(one[key])])) }));
    made.push(makeSvg("polyline", { class: "learn-line", points: join(points) }));
    for (const [across, down] of points) made.push(makeMark(row, across, down, 3.5, { class: "learn-mark" }));
    const [across, down] = points[points.length - 1];
    made.push(makeSvg("text", { class: "learn-name", x: across + 7, y: down + 4 }, `${dim}`));
  });
  svg.setAttribute("viewBox", `0 0 ${FRAME.width} ${FRAME.height}`);
  svg.replaceChildren(...made);
  return (index) => {
    now.setAttribute("x1", x(steps[index]));
    now.setAttribute("x2", x(steps[index]));
  };
}
