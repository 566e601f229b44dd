// What is set for each layer: { preset, size, texts, own, padding, stride, pooling }. `texts` are always 25 weights as they
// were typed, of which a kernel of nine has those in the middle, so that going to another size and back loses none.

import { middle, OWN, PRESETS, surrounded } from "./presets.js";

const samePadding = (size) => (size - 1) / 2;

export function firstLayers() {
  const empty = { size: 3, own: null, padding: samePadding(3), stride: 1, pooling: "" };
  return ["sobel-x", "box"].map((key) => withPreset(empty, key));
}

export function textsOf({ size, texts }) {
  return size === 5 ? texts : middle(texts);
}

// Takes a kernel by its name; "own" brings back the last one that was typed.
export function withPreset(layer, key) {
  if (key === OWN.key) return { ...layer, ...layer.own, preset: key };
  const found = PRESETS.find((one) => one.key === key);
  return { ...layer, preset: key, texts: layer.size === 5 ? found[5] : surrounded(found[3]) };
}

// Takes one weight as it is typed, counted among those in sight.
export function withWeight(layer, index, text) {
  const place = layer.size === 5 ? index : (Math.floor(index / 3) + 1) * 5 + (index % 3) + 1;
  const texts = layer.texts.with(place, text);
  return { ...layer, texts, preset: OWN.key, own: { texts, size: layer.size } };
}

// Takes the same kernel in another size. Padding that kept the picture's size goes on keeping it.
export function otherSize(layer, size) {
  const padding = layer.padding === samePadding(layer.size) ? samePadding(size) : layer.padding;
  const resized = { ...layer, size, padding };
  return layer.preset === OWN.key ? resized : withPreset(resized, layer.preset);
}
