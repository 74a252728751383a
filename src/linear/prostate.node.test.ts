// Table 3.3 of Hastie, Tibshirani & Friedman (2009), "The Elements of Statistical Learning".
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  coefficientsAt,
  type Examples,
  fitLeastSquares,
  fitPath,
  fitRidgePath,
  lambdaOfDegrees,
} from "./index.ts";

const data = process.env["OCKHAM_DATA"];
const columns = ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45"];

interface Prostate {
  readonly train: Examples;
  readonly targets: Float64Array;
  /** The mean squared error on the test rows, and its standard error. */
  readonly error: (intercept: number, coefficients: ArrayLike<number>) => readonly [number, number];
}

/** Standardized on all 97 rows (divisor n − 1), split as in the book. */
function prostate(): Prostate {
  const text = readFileSync(join(data as string, "tabular", "prostate-esl.csv"), "utf8").trim();
  const [head = [], ...lines] = text.split("\n").map((line) =>
    line
      .trim()
      .split(",")
      .map((cell) => cell.replaceAll('"', "")),
  );
  const numbers = (name: string) => lines.map((line) => Number(line[head.indexOf(name)]));
  const scaled = columns.map((name) => {
    const own = numbers(name);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1));
    return own.map((value) => (value - mean) / deviation);
  });
  const targets = numbers("lpsa");
  const isTrain = lines.map((line) => line[head.indexOf("train")] === "T");
  const rowsOf = (train: boolean) => Array.from(lines.keys()).filter((row) => isTrain[row] === train);
  const [trainRows, testRows] = [rowsOf(true), rowsOf(false)];
  const values = Float64Array.from(trainRows.flatMap((row) => scaled.map((own) => own[row] as number)));
  return {
    train: { rows: trainRows.length, columns: columns.length, values, names: columns },
    targets: Float64Array.from(trainRows, (row) => targets[row] as number),
    error: (intercept, coefficients) => {
      const squares = testRows.map((row) => {
        const predicted = scaled.reduce(
          (sum, own, i) => sum + (own[row] as number) * (coefficients[i] as number),
          intercept,
        );
        return ((targets[row] as number) - predicted) ** 2;
      });
      const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length;
      const spread = squares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (squares.length - 1);
      return [mean, Math.sqrt(spread / squares.length)];
    },
  };
}

const expectNear = (found: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((found[i] as number) - value)).toBeLessThan(tolerance);
};

describe.skipIf(!data)(`the prostate table of ESL${data ? "" : " (skipped: OCKHAM_DATA is not set)"}`, () => {
  test("least squares", () => {
    const { train, targets, error } = prostate();
    const found = fitLeastSquares(train, targets);
    expectNear(
      [found.intercept, ...found.coefficients],
      [2.465, 0.68, 0.263, -0.141, 0.21, 0.305, -0.288, -0.021, 0.267],
      1e-3,
    );
    // Table 3.2, from columns and rows alike.
    expectNear(
      [found.interceptError, ...found.standardErrors],
      [0.09, 0.13, 0.1, 0.1, 0.1, 0.12, 0.15, 0.14, 0.15],
      1e-2,
    );
    expectNear(error(found.intercept, found.coefficients), [0.521, 0.179], 1e-3);
  });

  test("ridge regression with 5 effective degrees of freedom", () => {
    const { train, targets, error } = prostate();
    const spectrum = fitRidgePath(train, targets, { standardize: false });
    const lambda = lambdaOfDegrees(spectrum, 5);
    expect(lambda).toBeCloseTo(23.9989, 3);
    const { intercepts, coefficients, degreesOfFreedom } = fitRidgePath(train, targets, {
      standardize: false,
      lambdas: [lambda],
    });
    expect(degreesOfFreedom[0]).toBeCloseTo(5, 9);
    expectNear(coefficients, [0.42, 0.238, -0.046, 0.162, 0.227, 0, 0.04, 0.133], 3e-3);
    expectNear(error(intercepts[0] as number, coefficients), [0.492, 0.165], 3e-3);
  });

  test("the lasso with 36 % of the least squares' length", () => {
    const { train, targets, error } = prostate();
    const whole = fitLeastSquares(train, targets).coefficients.reduce(
      (sum, value) => sum + Math.abs(value),
      0,
    );
    const path = fitPath(
      train,
      { family: "gaussian", values: targets },
      { standardize: false, count: 1000, tolerance: 1e-12 },
    );
    const length = (lambda: number): number =>
      coefficientsAt(path, lambda).coefficients.reduce((sum, value) => sum + Math.abs(value), 0) / whole;
    const lambda = path.lambdas.find((each) => length(each) >= 0.36) as number;
    const { intercepts, coefficients } = coefficientsAt(path, lambda);
    expectNear(
      [intercepts[0] as number, ...coefficients],
      [2.468, 0.533, 0.169, 0, 0.002, 0.094, 0, 0, 0],
      3e-2,
    );
    expect([2, 5, 6, 7].map((column) => coefficients[column])).toEqual([0, 0, 0, 0]);
    expectNear(error(intercepts[0] as number, coefficients), [0.479, 0.164], 3e-2);
  });
});
