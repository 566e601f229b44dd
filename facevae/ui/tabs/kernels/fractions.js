// Fractions over a common denominator, in whole numbers small enough that none is ever rounded.

const MINUS = "\u2212";

// With weights up to 99 over 500, two kernels of 25 weights, each with a mean of four, make whole numbers below 2 ** 53.
export const MOST_WEIGHT = 99;
export const MOST_OVER = 500;

export function divisorOf(one, other) {
  return other === 0 ? Math.abs(one) : divisorOf(other, one % other);
}

// Reads "3", "-1/9" or "0.25" as { top, over }, not reduced, so that 2/16 stays what was typed; null where it is no such
// number, is beyond 99, or has a denominator beyond 500.
export function readFraction(text) {
  const parts = /^([+-]?)(\d{1,4})(?:[.,](\d{1,2})|\/(\d{1,4}))?$/.exec(text.replaceAll(MINUS, "-").replace(/\s/g, ""));
  if (!parts) return null;
  const [, sign, whole, decimals = "", below = ""] = parts;
  const over = below ? Number(below) : 10 ** decimals.length;
  const top = Number(whole + decimals) * (sign === "-" ? -1 : 1);
  return over < 1 || over > MOST_OVER || Math.abs(top) > MOST_WEIGHT * over ? null : { top, over };
}

// Returns weights that were typed as whole numbers over one denominator: { weights, over }; or { wrong, problem }: which
// of them cannot be used, and why, in one sentence.
export function readWeights(texts) {
  const read = texts.map(readFraction);
  const wrong = read.flatMap((fraction, index) => (fraction ? [] : [index]));
  if (wrong.length) {
    const problem = `A weight is a number from ${MINUS}99 to 99, such as 2, ${MINUS}1/9 or 0.25, with a denominator of at most ${MOST_OVER}.`;
    return { wrong, problem };
  }
  const over = read.reduce((all, one) => (all / divisorOf(all, one.over)) * one.over, 1);
  if (over > MOST_OVER) {
    const all = texts.map((_, index) => index).filter((index) => read[index].over > 1);
    return { wrong: all, problem: `These fractions have no common denominator up to ${MOST_OVER}.` };
  }
  return { weights: read.map((one) => one.top * (over / one.over)), over };
}

// A whole number with a true minus sign, which is as wide as a digit.
export function wholeText(number) {
  return `${number < 0 ? MINUS : ""}${Math.abs(number)}`;
}

// "1265/9", never reduced: fractions that are added stand over one denominator.
export function fractionText(top, over) {
  return over === 1 || top === 0 ? wholeText(top) : `${wholeText(top)}/${over}`;
}

// "140 5/9": the same number, reduced.
export function mixedText(top, over) {
  const divisor = divisorOf(top, over) || 1;
  const [above, below] = [Math.abs(top) / divisor, over / divisor];
  const [whole, rest] = [Math.floor(above / below), above % below];
  const text = rest === 0 ? String(whole) : `${whole || ""} ${rest}/${below}`.trim();
  return `${top < 0 ? MINUS : ""}${text}`;
}
