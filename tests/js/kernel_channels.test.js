import assert from "node:assert/strict";
import { test } from "node:test";

import { captionNote, captionTitles, orderInWords } from "../../facevae/ui/tabs/kernels/captions.js";
import { colourOf, inkOn, planesOf } from "../../facevae/ui/tabs/kernels/channels.js";
import { convolve, orderDifference } from "../../facevae/ui/tabs/kernels/convolution.js";
import { readWeights } from "../../facevae/ui/tabs/kernels/fractions.js";
import { runLayer } from "../../facevae/ui/tabs/kernels/layers.js";
import { PRESETS } from "../../facevae/ui/tabs/kernels/presets.js";
import { workedLines, workedProducts } from "../../facevae/ui/tabs/kernels/worked_sum.js";

const image = (colours) => ({
  width: Math.sqrt(colours.length),
  data: Uint8ClampedArray.from(colours.flatMap((colour) => [...colour, 255])),
});

function drawn(seed, count) {
  let state = seed;
  const draw = () => {
    state = (state * 48271) % 2147483647;
    return state % 256;
  };
  return Array.from({ length: count }, () => [draw(), draw(), draw()]);
}

test("the luma of red, green, blue and grey, and their three channels", () => {
  // 0.299, 0.587 and 0.114 of 255 are 76.2, 149.7 and 29.1.
  const { grey, colour } = planesOf(image([[255, 0, 0], [0, 255, 0], [0, 0, 255], [51, 51, 51]]));
  assert.deepEqual(grey.map(({ values }) => [...values]), [[76, 150, 29, 51]]);
  assert.deepEqual(colour.map(({ values }) => [...values]), [[255, 0, 0, 51], [0, 255, 0, 51], [0, 0, 255, 51]]);
});

test("of a grey picture every channel is its luma", () => {
  const { grey, colour } = planesOf(image(drawn(3, 64).map(([level]) => [level, level, level])));
  for (const plane of colour) assert.deepEqual(plane, grey[0]);
});

test("whatever the kernel, weighting the channels before it or after it is the same to the last digit", () => {
  const { colour } = planesOf(image(drawn(5, 144)));
  const mixed = (planes) => planes[0].values.map((_, index) => [299, 587, 114].reduce((sum, weight, channel) => sum + weight * planes[channel].values[index], 0));
  for (const one of PRESETS) {
    for (const size of [3, 5]) {
      const kernel = { size, ...readWeights(one[size]) };
      const after = colour.map((plane) => convolve(plane, kernel, 1));
      const before = convolve({ ...colour[0], values: mixed(colour) }, kernel, 1);
      assert.deepEqual(mixed(after), before.values, `${one.key} ${size}`);
    }
  }
});

test("in every channel the products that are written out are pixel times weight and add up to the sum", () => {
  const { colour } = planesOf(image(drawn(11, 81)));
  for (const { 3: texts } of PRESETS) {
    const layer = { size: 3, padding: 1, stride: 1, pooling: "", ...readWeights(texts) };
    for (const [channel, plane] of colour.entries()) {
      const run = runLayer(plane, layer, false);
      const shown = workedProducts(run, layer, [4, 4]);
      const pixels = shown.map(({ pixel }) => Number(pixel));
      assert.equal(pixels[4], plane.values[4 * 9 + 4], `channel ${channel}`);
      const sum = pixels.reduce((all, pixel, index) => all + pixel * layer.weights[index], 0);
      assert.equal(sum, run.sums.values[4 * 9 + 4]);
      const [, text] = workedLines(run, layer, [4, 4], false)[0];
      assert.equal(Number(text.split(" = ")[0].split("/")[0].replace("\u2212", "-")), sum);
    }
  }
});

test("without ReLU the order of two kernels changes nothing in any channel", () => {
  const [one, other] = ["sobel-x", "gaussian"].map((key) => ({ size: 3, ...readWeights(PRESETS.find((preset) => preset.key === key)[3]) }));
  for (const plane of planesOf(image(drawn(7, 144))).colour) {
    assert.equal(orderDifference(plane, one, other, false), 0);
    assert.ok(orderDifference(plane, one, other, true) > 0);
  }
});

test("a level is drawn in its channel's colour, or in grey where there is one plane", () => {
  assert.deepEqual(colourOf(9, 1, 3), [0, 9, 0]);
  assert.deepEqual(colourOf(9, 1, 1), [9, 9, 9]);
});

test("numbers on any such colour have a contrast of 4.5 at least", () => {
  const linear = (level) => (level <= 10 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4);
  for (let level = 0; level < 256; level++) {
    for (const [channel, planes] of [[0, 3], [1, 3], [2, 3], [0, 1]]) {
      const colour = colourOf(level, channel, planes);
      const luminance = [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => sum + weight * linear(colour[index]), 0);
      const contrast = inkOn(colour) === "#000" ? (luminance + 0.05) / 0.05 : 1.05 / (luminance + 0.05);
      assert.ok(contrast >= 4.5, `${colour}: ${contrast}`);
    }
  }
});

test("captions say how values are shown, and what the order of the kernels changes", () => {
  assert.deepEqual(captionTitles(true, true).slice(0, 2), ["The face", "After first kernel + ReLU"]);
  assert.equal(captionTitles(false, false)[0], "The face, in grey");
  assert.equal(captionNote(false, false, true), "0 is black, 255 white");
  assert.match(captionNote(true, true, false), /^In each channel 0 is half bright/);
  assert.equal(orderInWords(0, [{ stride: 1, pooling: "" }]), "changes nothing inside the rim");
  assert.equal(orderInWords(12.34, [{ stride: 2, pooling: "" }]), "changes up to 12.3 of 255 inside the rim, at stride 1 without pooling");
});
