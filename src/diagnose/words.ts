/** A number with three to five significant digits, as people write it. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4);
}

/** 0.1234 as "12.3 %". */
export const percent = (share: number): string => `${points(share)} %`;

/** 0.1234 as "12.3": percentage points. */
export const points = (share: number): string => (100 * share).toFixed(1).replace(/^-0\.0$/u, "0.0");

/** "1 epoch", "3 epochs". */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;

/** A sentence's first letter in upper case. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
