import { expect, test } from "vitest";
import { walk } from "../../../test/averages.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { ema } from "../index.ts";

const updates = [() => 5, () => -3, () => 0.7];
const evaluated = (given: object, start = 1): number[] =>
  walk(ema, { given: { ...given }, start: [start], updates }).flatMap((place) => place.evaluated);

test("with d 0.75 a weight that goes 1, 5, −3, 0.7 has the averages 2, 0.75, 0.7375", () => {
  expectClose(evaluated({ decay: 0.75, warmUp: false }), [2, 0.75, 0.7375], 1e-12);
});

test("warm-up starts with d 1/10, 2/11, 3/12, until d itself is smaller", () => {
  const first = 0.1 + 0.9 * 5;
  const second = (2 / 11) * first - (9 / 11) * 3;
  expectClose(evaluated({ decay: 0.75 }), [first, second, 0.25 * second + 0.75 * 0.7], 1e-12);
  const limited = 0.15 * first - 0.85 * 3;
  expectClose(evaluated({ decay: 0.15 }), [first, limited, 0.15 * limited + 0.85 * 0.7], 1e-12);
});

test("the average is a sum of all weights there were, whose shares are d to their age", () => {
  const [d, start] = [0.6, 2];
  const shares = [d ** 3, (1 - d) * d ** 2, (1 - d) * d, 1 - d];
  const weights = [start, 5, -3, 0.7];
  const sum = shares.reduce((total, share, i) => total + share * (weights[i] as number), 0);
  expect(evaluated({ decay: d, warmUp: false }, start).at(-1)).toBeCloseTo(sum, 12);
});

test("training goes on with the weights themselves", () => {
  const places = walk(ema, { start: [1], updates });
  expect(places.map(({ trained }) => trained)).toEqual([[5], [-3], [0.7]]);
});

test("with d 0 the weights themselves are evaluated, bit for bit", () => {
  expect(evaluated({ decay: 0 })).toEqual([5, -3, 0.7]);
});
