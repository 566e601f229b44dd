// What stands under the pictures and beside the button that swaps the kernels.

// The names of what goes into the first kernel, what is between the two, and what comes out of the second.
export function captionTitles(isColour, isRectified) {
  return [isColour ? "The face" : "The face, in grey", `After first kernel${isRectified ? " + ReLU" : ""}`, "After both kernels"];
}

// How values are shown; `isFace` is the picture before any kernel, whose values need no clipping.
export function captionNote(isColour, isSigned, isFace) {
  if (isColour) {
    if (isFace) return "Red, green and blue, each from 0 to 255";
    return isSigned
      ? "In each channel 0 is half bright; from \u2212255 dark, from 255 full"
      : "In each channel 0 and less is dark, 255 and more full";
  }
  if (isFace) return "0 is black, 255 white";
  return isSigned ? "0 is grey; from \u2212255 black, from 255 white" : "0 and less is black, 255 and more white";
}

// What the order of the two kernels changes, at most, in levels of 255.
export function orderInWords(difference, layers) {
  const isPlain = layers.every(({ stride, pooling }) => stride === 1 && !pooling);
  const result = difference ? `changes up to ${difference.toFixed(1)} of 255` : "changes nothing";
  return `${result} inside the rim${isPlain ? "" : ", at stride 1 without pooling"}`;
}
