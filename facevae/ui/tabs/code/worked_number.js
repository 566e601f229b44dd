// One number of a code: z = mean + deviation x epsilon, in decimals that add up exactly as they are shown.

const MINUS = "\u2212";
const HUNDRED = 100;
const THOUSAND = 1000;

const cut = (number, unit) => Math.round(number * unit);

// A whole number of 1/unit as a decimal without zeros at its end; unit is a power of ten.
function decimal(count, unit) {
  const digits = String(unit).length - 1;
  const text = String(Math.abs(count)).padStart(digits + 1, "0");
  const behind = text.slice(-digits).replace(/0+$/, "");
  return `${count < 0 ? MINUS : ""}${text.slice(0, -digits)}${behind ? `.${behind}` : ""}`;
}

// Returns the texts of mean (two decimals), deviation (three), epsilon (two), and of the z that these three give.
export function workedNumber({ mean, deviation, epsilon }) {
  const [middle, wide, thrown] = [cut(mean, HUNDRED), cut(deviation, THOUSAND), cut(epsilon, HUNDRED)];
  const unit = HUNDRED * THOUSAND;
  return {
    mean: decimal(middle, HUNDRED),
    deviation: decimal(wide, THOUSAND),
    epsilon: decimal(thrown, HUNDRED),
    z: decimal(middle * THOUSAND + wide * thrown, unit),
  };
}

// The sum as one line; a negative factor stands in brackets.
export function workedLine(texts) {
  const factor = texts.epsilon.startsWith(MINUS) ? `(${texts.epsilon})` : texts.epsilon;
  return `${texts.z} = ${texts.mean} + ${texts.deviation} \u00d7 ${factor}`;
}
