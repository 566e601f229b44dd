import assert from "node:assert/strict";
import { test } from "node:test";

import { firstLayers, otherSize, textsOf, withPreset, withWeight } from "../../facevae/ui/tabs/kernels/layer_settings.js";
import { layerOfText, textOfLayer } from "../../facevae/ui/tabs/kernels/layer_text.js";

const [sobel] = firstLayers();

test("a kernel with a name needs no weights", () => {
  assert.equal(textOfLayer(sobel), "sobel-x,3,1,1,");
  assert.equal(textOfLayer({ ...withPreset(otherSize(sobel, 5), "box"), stride: 2, pooling: "max" }), "box,5,2,2,max");
});

test("what was written is read back, weights as they were typed", () => {
  const own = withWeight(withWeight({ ...sobel, padding: 0 }, 0, "1/9"), 8, "-2.5");
  for (const layer of [sobel, otherSize(sobel, 5), own, otherSize(own, 5)]) {
    const read = layerOfText(textOfLayer(layer));
    assert.deepEqual([textsOf(read), read.preset, read.size, read.padding], [textsOf(layer), layer.preset, layer.size, layer.padding]);
  }
});

test("a text of anything else is no layer", () => {
  for (const text of ["", "sobel-x", "none,3,1,1,", "box,4,1,1,", "box,3,1,1,sum", "own,3,1,1,,1,2", "box,3,1,1,,1"]) {
    assert.equal(layerOfText(text), null);
  }
});
