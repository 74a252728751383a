import fc from "fast-check";
import { expect, test } from "vitest";
import { shortestDecimal } from "./decimals.ts";

test.each([0, 0.1, 0.3, 1 / 4, 123.456, 1e-20, -7.25e30, 16777216])("%d comes back from float32", (value) => {
  expect(shortestDecimal(Math.fround(value))).toBe(value);
});

test("no digit is left out that float32 needs, and none is kept that it does not", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const short = shortestDecimal(value);
      expect(Math.fround(short)).toBe(value);
      const digits = short.toExponential().replace(/e.*$|[-.]/g, "").length;
      const shorter = Number(value.toPrecision(Math.max(1, digits - 1)));
      expect(digits === 1 || Math.fround(shorter) !== value).toBe(true);
    }),
  );
});

test.each([NaN, Infinity, -Infinity])("%d stays", (value) => {
  expect(shortestDecimal(value)).toBe(value);
});
