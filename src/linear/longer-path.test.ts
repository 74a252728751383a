import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  crossValidateLonger,
  crossValidatePath,
  type Examples,
  isLevelAtEnd,
  type Response,
} from "./index.ts";

const rows = 80;
const draws = stream(1, "longerPath");
/** Two columns much alike, and one of its own. */
const values = Float64Array.from(
  Array.from({ length: rows }, () => {
    const first = draws.normal();
    return [first, first + 0.03 * draws.normal(), draws.normal()];
  }).flat(),
);
const examples: Examples = { rows, columns: 3, values };
const of = (target: (a: number, b: number, c: number) => number): Response => ({
  family: "gaussian",
  values: Array.from({ length: rows }, (_, row) =>
    target(...([0, 1, 2].map((j) => values[3 * row + j]) as [number, number, number])),
  ),
});
const options = { folds: 5, alpha: 0, exact: true };

test("a sequence whose end is best goes on until the best strength lies inside", () => {
  // What matters is the difference of the two, of which a usual ridge regression leaves nothing.
  const response = of((a, b, c) => 20 * (a - b) + c + 0.3 * draws.normal());
  const usual = crossValidatePath(examples, response, options);
  const found = crossValidateLonger(examples, response, options);
  expect(usual.best).toBe(usual.path.lambdas.length - 1);
  expect(found.usualEnd).toBe(usual.lambdaMin);
  expect(found.isAtEdge).toBe(false);
  expect(found.means[found.best]).toBeLessThan(usual.means[usual.best] as number);
  expect(found.lambdaMin).toBeLessThan(usual.lambdaMin);
  const lambdas = [10, usual.lambdaMin];
  expect(crossValidateLonger(examples, response, { ...options, lambdas }).usualEnd).toBeUndefined();
});

test("it ends where hardly any penalty is best, and that is known; where the best lies inside it is the usual one", () => {
  const response = of((a, b, c) => 20 * (a - b) + a + c + 0.1 * draws.normal());
  const level = crossValidateLonger(examples, response, options);
  expect([isLevelAtEnd(level), level.isAtEdge]).toEqual([true, true]);
  const noisy = crossValidateLonger(
    examples,
    of((_, __, c) => c + 5 * draws.normal()),
    options,
  );
  expect([noisy.usualEnd, isLevelAtEnd(noisy)]).toEqual([undefined, false]);
});
