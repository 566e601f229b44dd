// A picture as planes: one of luma, or three of red, green and blue, which one kernel is laid over one by one.

export const CHANNELS = ["red", "green", "blue"];

// Of 1000, as in facevae/color.py: ITU-R BT.601.
const LUMA = [299, 587, 114];

// Splits the pixels of an ImageData, square: { grey: [plane], colour: [plane, plane, plane] }, values from 0 to 255.
export function planesOf({ data, width }) {
  const plane = (valueAt) => {
    const values = Float64Array.from({ length: width * width }, (_, index) => valueAt(4 * index));
    return { side: width, values, over: 1, isSigned: false };
  };
  const luma = (first) => LUMA.reduce((sum, weight, channel) => sum + weight * data[first + channel], 0) / 1000;
  return {
    grey: [plane((first) => Math.round(luma(first)))],
    colour: CHANNELS.map((_, channel) => plane((first) => data[first + channel])),
  };
}

// The colour of a level of one of so many planes, as [red, green, blue].
export function colourOf(level, channel, planes) {
  return CHANNELS.map((_, index) => (planes === 1 || index === channel ? level : 0));
}

// The ink that is read better on a colour, black or white, by the contrast of WCAG 2.
export function inkOn(colour) {
  const linear = colour.map((level) => (level <= 10 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4));
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  // Where (1 + 0.05) / (luminance + 0.05) and (luminance + 0.05) / 0.05 are equal.
  return luminance > Math.sqrt(1.05 * 0.05) - 0.05 ? "#000" : "#fff";
}
