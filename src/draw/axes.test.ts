import { expect, test } from "vitest";
import { axis, niceDomain, suitableScale, valueDomain } from "./axes.ts";

const labels = (request: Parameters<typeof axis>[0]): string[] =>
  axis(request).ticks.map(({ label }) => label);

test("a domain starts at 0 when that costs little room", () => {
  expect(valueDomain([0.3, 2], "linear")).toEqual([0, 2]);
  expect(valueDomain([0.8, 0.95], "linear")).toEqual([0.8, 0.95]);
  expect(valueDomain([-1, 2], "linear")).toEqual([-1, 2]);
});

test("a domain has a width even for one value or none", () => {
  expect(valueDomain([2], "linear")).toEqual([1, 3]);
  expect(valueDomain([0, 0], "linear")).toEqual([-1, 1]);
  expect(valueDomain([2], "log")).toEqual([1, 4]);
  expect(valueDomain([Number.NaN, -1], "log")).toEqual([0.1, 1]);
});

test("values that cannot be placed do not count", () => {
  expect(valueDomain([1, Number.POSITIVE_INFINITY, Number.NaN, 4], "linear")).toEqual([0, 4]);
  expect(valueDomain([0, 0.1, 10], "log")).toEqual([0.1, 10]);
});

test("a domain is widened to round numbers", () => {
  expect(niceDomain([0.113, 1.97], "linear", 5)).toEqual([0, 2]);
});

test("ticks have labels with equal decimals and a true minus", () => {
  const request = { domain: [-0.5, 1], range: [0, 100], count: 4 } as const;
  expect(labels(request)).toEqual(["−0.5", "0.0", "0.5", "1.0"]);
});

test("a counting axis has whole ticks only", () => {
  expect(labels({ domain: [0.5, 1.5], range: [0, 100], count: 5, whole: true })).toEqual(["1"]);
  expect(labels({ domain: [1, 3], range: [0, 100], count: 5, whole: true })).toEqual(["1", "2", "3"]);
});

test("a log axis has powers of ten, 1-2-5 steps, or even steps, whichever suits", () => {
  const log = { range: [0, 100], count: 5, kind: "log" } as const;
  expect(labels({ ...log, domain: [1e-6, 1e6] })).toHaveLength(5);
  expect(labels({ ...log, domain: [0.01, 1] })).toEqual(["0.01", "0.1", "1"]);
  expect(labels({ ...log, domain: [0.5, 10] })).toEqual(["0.5", "1", "2", "5", "10"]);
  expect(labels({ ...log, domain: [2, 3] }).length).toBeGreaterThan(3);
});

test("log is chosen only when a few values would flatten all others", () => {
  expect(suitableScale([2.3, 1, 0.5, 0.2, 0.1])).toBe("linear");
  expect(suitableScale([2.3, 1, 0.5, 5000])).toBe("log");
  expect(suitableScale([2.3, 1, 0, 5000])).toBe("linear");
  expect(suitableScale([])).toBe("linear");
});
