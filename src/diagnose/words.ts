/** A true minus sign, and no plus sign in an exponent. */
const typeset = (text: string): string => text.replace(/^-/u, "−").replace("e+", "e");

function rounded(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4);
}

const roundedPoints = (share: number): string =>
  Math.abs(share) >= 1e4
    ? (100 * share).toExponential(2)
    : (100 * share).toFixed(1).replace(/^-0\.0$/u, "0.0");

/** A number with three to five significant digits, as people write it. */
export const digits = (value: number): string => typeset(rounded(value));

/** The difference of two numbers as {@link digits} shows them, so that a reader who subtracts gets the same. */
export const digitsBetween = (low: number, high: number): string =>
  digits(Number(rounded(high)) - Number(rounded(low)));

/** 0.1234 as "12.3 %". */
export const percent = (share: number): string => `${points(share)} %`;

/** A share of something: "12.3 % of the range", and beyond all of it "7.70 times the range". */
export const shareOf = (share: number, what: string): string =>
  share <= 1 ? `${percent(share)} of ${what}` : `${digits(share)} times ${what}`;

/** 0.1234 as "12.3": percentage points. */
export const points = (share: number): string => typeset(roundedPoints(share));

/** The difference of two shares as {@link percent} shows them. */
export const pointsBetween = (low: number, high: number): string =>
  points((Number(roundedPoints(high)) - Number(roundedPoints(low))) / 100);

/** "1 epoch", "3 epochs". */
export const counted = (count: number, noun: string): string =>
  `${count < 1e9 ? count.toLocaleString("en-US") : digits(count)} ${noun}${count === 1 ? "" : "s"}`;
