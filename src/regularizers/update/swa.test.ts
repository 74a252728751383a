import { expect, test } from "vitest";
import { walk } from "../../../test/averages.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { swa } from "../index.ts";

// Four epochs of two updates, which lead to these weights.
const weights = [5, -3, 0.7, 2, 9, 4, -1, 8];
const run = { start: [1], updates: weights.map((w) => () => w), stepsPerEpoch: 2, epochs: 4 };
const evaluated = (given: object): number[] =>
  walk(swa, { ...run, given: { ...given } }).flatMap((place) => place.evaluated);

test("from half of the epochs on, their ends are averaged: 2, then 3, then 4 2/3; before them the weights count", () => {
  expectClose(evaluated({ start: 0.5 }), [5, -3, 0.7, 2, 2, 3, 3, 14 / 3], 1e-12);
});

test("the result is the mean of the weights that were taken", () => {
  const ends = weights.filter((_, i) => i % 2 === 1);
  expect(evaluated({ start: 0 }).at(-1)).toBeCloseTo(ends.reduce((a, b) => a + b) / 4, 12);
  expect(evaluated({ start: 0, every: 1 }).at(-1)).toBeCloseTo(weights.reduce((a, b) => a + b) / 8, 12);
});

test("every three updates, from the third on, whatever the epochs", () => {
  expectClose(evaluated({ start: 0, every: 3 }), [5, -3, 0.7, 0.7, 0.7, 2.35, 2.35, 2.35], 1e-12);
});

test("a share of the epochs that single precision holds badly is met all the same", () => {
  const many = { start: [1], updates: Array.from({ length: 30 }, (_, i) => () => i), stepsPerEpoch: 3 };
  const places = walk(swa, { ...many, epochs: 10, given: { start: 0.7 } });
  expect(places.at(-1)?.evaluated[0]).toBeCloseTo((20 + 23 + 26 + 29) / 4, 12);
});

test("between two weights that are taken, the average stays bit for bit", () => {
  const [, , , fourth, fifth] = evaluated({ start: 0.5 });
  expect(fifth).toBe(fourth);
});

test("training goes on with the weights themselves, and with a start of 1 they are evaluated", () => {
  expect(walk(swa, run).flatMap(({ trained }) => trained)).toEqual(weights);
  expect(evaluated({ start: 1 })).toEqual(weights);
});
