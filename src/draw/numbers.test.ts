import { expect, test } from "vitest";
import { columnFormat, formatNumber } from "./numbers.ts";

test.each([
  [0, "0"],
  [-0.5, "−0.5"],
  [0.123456, "0.1235"],
  [12.3, "12.3"],
  [9.99996, "10"],
  [1234.56, "1235"],
  [100, "100"],
  [20000, "20,000"],
  [0.000012, "1.2e-5"],
  [3.2e12, "3.2e12"],
  [Number.NaN, "n/a"],
  [Number.POSITIVE_INFINITY, "∞"],
])("%s reads %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a column has the same decimals throughout", () => {
  const format = columnFormat([2.25, 0.5, 1]);
  expect([2.25, 0.5, 1, 0].map(format)).toEqual(["2.250", "0.500", "1.000", "0.000"]);
});

test("a column shows what its decimals would hide", () => {
  const format = columnFormat([2, 1.5, 0.00002]);
  expect(format(0.00002)).toBe("2e-5");
  expect(format(Number.NaN)).toBe("n/a");
});

test("a column of whole numbers has no decimals", () => {
  expect(columnFormat([1, 20])(20)).toBe("20");
});
