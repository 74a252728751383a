import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { degreesOfFreedom, type Examples, fitPath, fitRidgePath, predictAt, type Response } from "./index.ts";

const rows = 25;
const columns = 5;
const draws = stream(1, "freedom");
const values = Float64Array.from({ length: rows * columns }, () => draws.normal());
const examples: Examples = { rows, columns, values };
const targets = Array.from(
  { length: rows },
  (_, row) => 2 * (values[columns * row] as number) + (values[columns * row + 1] as number) + draws.normal(),
);
const deviationOf = (y: readonly number[]): number => {
  const mean = y.reduce((a, b) => a + b, 0) / rows;
  return Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
};

/** Predictions at two parts of a penalty in the scale of the targets. */
function predicted(y: readonly number[], l1: number, l2: number) {
  const lambda = l1 + l2 * deviationOf(y);
  const response: Response = { family: "gaussian", values: y };
  const path = fitPath(examples, response, { alpha: l1 / lambda, lambdas: [lambda], exact: true });
  return {
    predictions: predictAt(path, examples, lambda),
    freedom: degreesOfFreedom(examples, response, path)?.[0],
  };
}

test.each([
  ["lasso", 0.4, 0],
  ["elastic net", 0.2, 0.3],
  ["ridge", 0, 0.5],
])("are how much predictions follow their own targets, of %s", (_, l1, l2) => {
  const step = 1e-5;
  const slopes = targets.map((target, row) => {
    const [more, less] = [step, -step].map(
      (by) => predicted(targets.with(row, target + by), l1, l2).predictions[row],
    );
    return ((more as number) - (less as number)) / (2 * step);
  });
  // The intercept follows as well: one more.
  expect(predicted(targets, l1, l2).freedom).toBeCloseTo(slopes.reduce((a, b) => a + b, 0) - 1, 5);
});

test("of ridge regression are those of its singular directions; of classes from none to all", () => {
  const weights = Float64Array.from({ length: rows }, (_, row) => 1 + (row % 3));
  const total = weights.reduce((a, b) => a + b, 0);
  const response: Response = { family: "gaussian", values: targets };
  const path = fitPath({ ...examples, weights }, response, { alpha: 0, lambdas: [3, 0.1], exact: true });
  const spread = Math.sqrt(path.nullDeviance / total);
  const lambdas = path.lambdas.map((lambda) => (lambda * total) / spread);
  const { degreesOfFreedom: expected } = fitRidgePath({ ...examples, weights }, targets, { lambdas });
  const found = degreesOfFreedom({ ...examples, weights }, response, path);
  expected.forEach((value, step) => expect(found?.[step]).toBeCloseTo(value, 9));
  const classes: Response = {
    family: "binomial",
    labels: targets.map((value, row) => Number(value > 0 !== (row % 4 === 0))),
  };
  const logit = fitPath(examples, classes, { alpha: 0, lambdas: [100, 1e-7] });
  const [few, all] = degreesOfFreedom(examples, classes, logit) as [number, number];
  expect(few).toBeLessThan(0.02);
  expect(all).toBeCloseTo(columns, 3);
});
