// A layer as one short text, for links: its kernel, size, padding, stride and pooling, and weights of one's own as they were
// typed. "sobel-x,3,1,1," is the first layer that the page shows.

import { firstLayers, otherSize, textsOf, withPreset, withWeight } from "./layer_settings.js";
import { OWN, PRESETS } from "./presets.js";

export function textOfLayer(layer) {
  const { preset, size, padding, stride, pooling } = layer;
  const weights = preset === OWN.key ? textsOf(layer) : [];
  return [preset, size, padding, stride, pooling, ...weights].join(",");
}

// Returns the layer that a text describes, null where it describes none.
export function layerOfText(text) {
  const [preset, size, padding, stride, pooling, ...weights] = text.split(",");
  if (!["3", "5"].includes(size) || !["", "max", "mean"].includes(pooling)) return null;
  const isOwn = preset === OWN.key;
  if (weights.length !== (isOwn ? size * size : 0) || !(isOwn || PRESETS.some(({ key }) => key === preset))) return null;
  const empty = otherSize(firstLayers()[0], Number(size));
  const layer = isOwn ? weights.reduce((so, weight, index) => withWeight(so, index, weight), empty) : withPreset(empty, preset);
  return { ...layer, padding: Number(padding), stride: Number(stride), pooling };
}
