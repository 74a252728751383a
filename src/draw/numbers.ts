import { median } from "../base/index.ts";

const minus = (text: string): string => text.replace(/^-/, "−");

function scientific(value: number, digits: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(digits - 1).split("e");
  return minus(`${mantissa.replace(/\.?0+$/, "")}e${exponent.replace("+", "")}`);
}

function grouped(value: number, decimals: number): string {
  return minus(
    value.toLocaleString("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: Math.abs(value) >= 10_000,
    }),
  );
}

const isExtreme = (value: number): boolean => Math.abs(value) >= 1e7 || Math.abs(value) < 1e-4;

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return "n/a";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return value === 0 ? "0" : undefined;
}

/** A number for people: `digits` significant digits at most, no needless zeros, a true minus sign, `1.2e-5` for extremes. */
export function formatNumber(value: number, digits = 4): string {
  const word = special(value);
  if (word !== undefined) return word;
  if (isExtreme(value)) return scientific(value, digits);
  if (Number.isInteger(value)) return grouped(value, 0);
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const text = grouped(value, Math.max(0, digits - 1 - magnitude));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A formatter that gives all numbers of a column the same decimals, about `digits` significant ones at their median. */
export function columnFormat(values: readonly number[], digits = 4): (value: number) => string {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  if (values.every((value) => !Number.isFinite(value) || Number.isInteger(value)))
    return (value) => formatNumber(value, digits);
  const magnitude = Math.floor(Math.log10(median(sizes)));
  const decimals = Math.min(6, Math.max(0, digits - 1 - Math.min(magnitude, digits - 1)));
  return (value) => {
    const tooSmallForDecimals = Math.abs(value) < 5 * 10 ** -decimals;
    const word =
      special(value) ?? (isExtreme(value) || tooSmallForDecimals ? scientific(value, 2) : undefined);
    return word === undefined || word === "0" ? grouped(value, decimals) : word;
  };
}
