// What a board of sliders shows: { start, note, sliders, independent }. start is the code in the middle of every slider.

// directions holds a row as long as start for each slider; firstRow is that of the first one.
export function latentsOf({ start, sliders }, directions, firstRow) {
  const sum = Float32Array.from(start);
  sliders.forEach((amount, row) => {
    const from = (firstRow + row) * sum.length;
    for (let i = 0; i < sum.length; i++) sum[i] += amount * directions[from + i];
  });
  return sum;
}

// A start is never changed in place, so the same one is the same object.
export const isSameState = (one, other) =>
  one.start === other.start &&
  one.independent === other.independent &&
  one.sliders.every((amount, row) => amount === other.sliders[row]);
