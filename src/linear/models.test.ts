import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  type Examples,
  fitLeastSquares,
  fitPath,
  fitRidgePath,
  lambdaOfDegrees,
  type LinearPath,
  shrinkage,
} from "./index.ts";

interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}
interface Model {
  readonly lambda: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
}
interface RidgeModel extends Model {
  readonly degrees: number;
  readonly leaveOneOut: number;
  readonly generalized: number;
}
type Weighted = Table & { readonly weights: readonly number[] };
interface Golden {
  readonly leastSquares: readonly (Weighted &
    Omit<Model, "lambda"> & { errors: number[]; rSquared: number })[];
  readonly ridge: readonly (Weighted & { models: RidgeModel[] })[];
  readonly elasticNet: readonly (Table & { alpha: number; models: Model[] })[];
  readonly logistic: readonly (Table & {
    classes: number;
    alpha: number;
    models: { lambda: number; intercepts: number[]; coefficients: number[] }[];
  })[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/linear-models.json", import.meta.url), "utf8"),
) as Golden;

const examplesOf = ({ rows, columns, x, weights }: Table & Partial<Weighted>): Examples => ({
  rows,
  columns,
  values: Float64Array.from(x),
  weights: weights && Float64Array.from(weights),
});

const expectNear = (found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((found[i] as number) - value)).toBeLessThan(tolerance);
};

/** The standard deviation, with divisor n. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const at = (values: Float64Array, step: number, width: number): Float64Array =>
  values.subarray(step * width, (step + 1) * width);

test.each(golden.leastSquares)("NumPy has the same least squares and standard errors", (each) => {
  const found = fitLeastSquares(examplesOf(each), each.y);
  expectNear([found.intercept, ...found.coefficients], [each.intercept, ...each.coefficients]);
  expectNear([found.interceptError, ...found.standardErrors], each.errors);
  expect(found.rSquared).toBeCloseTo(each.rSquared, 10);
});

describe("ridge regression from one decomposition", () => {
  test.each(golden.ridge)(
    "is that of scikit-learn, row by row left out as well: $rows x $columns",
    (each) => {
      const lambdas = each.models.map(({ lambda }) => lambda);
      const found = fitRidgePath(examplesOf(each), each.y, { standardize: false, lambdas });
      for (const [step, model] of each.models.entries()) {
        expectNear(at(found.coefficients, step, each.columns), model.coefficients);
        expectNear([found.intercepts[step] as number], [model.intercept]);
        expectNear([found.degreesOfFreedom[step] as number], [model.degrees]);
        expectNear([found.leaveOneOut[step] as number], [model.leaveOneOut], 1e-8);
        expectNear([found.generalized[step] as number], [model.generalized], 1e-8);
      }
    },
  );

  test("is glmnet's model at λ s / n", () => {
    const each = golden.ridge[0] as Weighted;
    const lambdas = [30, 3];
    const ridge = fitRidgePath({ ...examplesOf(each), weights: undefined }, each.y, { lambdas });
    const path = fitPath(
      { ...examplesOf(each), weights: undefined },
      { family: "gaussian", values: each.y },
      {
        alpha: 0,
        lambdas: lambdas.map((lambda) => (lambda * deviationOf(each.y)) / each.rows),
        tolerance: 1e-20,
      },
    );
    expectNear(ridge.coefficients, Array.from(path.coefficients), 1e-8);
    expectNear(ridge.intercepts, Array.from(path.intercepts), 1e-8);
  });

  test("is that of coordinate descent among far more columns than rows, whose products are not kept", () => {
    const [rows, columns] = [6, 260];
    const draws = stream(1, "wide");
    const values = Float64Array.from({ length: rows * columns }, () => draws.normal());
    const targets = Array.from({ length: rows }, () => draws.normal());
    const ridge = fitRidgePath({ rows, columns, values }, targets, { lambdas: [600, 60] });
    const lambdas = [600, 60].map((lambda) => (lambda * deviationOf(targets)) / rows);
    const options = { alpha: 0, lambdas, tolerance: 1e-20 };
    const path = fitPath({ rows, columns, values }, { family: "gaussian", values: targets }, options);
    expectNear(path.coefficients, Array.from(ridge.coefficients), 1e-8);
    expectNear(path.intercepts, Array.from(ridge.intercepts), 1e-8);
  });

  test("without a penalty among more columns than rows fits all rows by the smallest coefficients, and judges none", () => {
    const [rows, columns] = [6, 20];
    const draws = stream(2, "wide");
    const values = Float64Array.from({ length: rows * columns }, () => draws.normal());
    const targets = Array.from({ length: rows }, () => draws.normal());
    const options = { lambdas: [1e-9, 0], standardize: false };
    const ridge = fitRidgePath({ rows, columns, values }, targets, options);
    const [nearly, none] = [at(ridge.coefficients, 0, columns), at(ridge.coefficients, 1, columns)];
    expectNear(none, Array.from(nearly), 1e-8);
    for (let row = 0; row < rows; row++) {
      const own = at(values, row, columns).reduce(
        (sum, value, i) => sum + value * (none[i] as number),
        ridge.intercepts[1] as number,
      );
      expect(own).toBeCloseTo(targets[row] as number, 9);
    }
    expect(ridge.degreesOfFreedom[1]).toBe(rows - 1);
    expect([ridge.generalized[1], ridge.leaveOneOut[1]]).toEqual([Infinity, Infinity]);
  });

  test("has the degrees of freedom that are asked for", () => {
    const found = fitRidgePath(examplesOf(golden.ridge[0] as Weighted), (golden.ridge[0] as Weighted).y);
    const lambda = lambdaOfDegrees(found, 2.5);
    const shares = shrinkage(found.singularValues, lambda);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(2.5, 9);
    expect(found.degreesOfFreedom[0]).toBeLessThan(0.01);
    expect(found.degreesOfFreedom.at(-1)).toBeGreaterThan(4.99);
    expect(found.generalized[found.lambdas.indexOf(found.lambdaGeneralized)]).toBe(
      Math.min(...found.generalized),
    );
    expect(() => lambdaOfDegrees(found, 6)).toThrow(/degrees of freedom: got 6, expected .* at most 5/);
  });
});

const expectModels = (
  path: LinearPath,
  models: readonly { intercepts: number[]; coefficients: readonly number[] }[],
): void => {
  for (const [step, { intercepts, coefficients }] of models.entries()) {
    expectNear(at(path.coefficients, step, coefficients.length), coefficients, 1e-6);
    expectNear(at(path.intercepts, step, intercepts.length), intercepts, 1e-6);
  }
};

describe("scikit-learn has the same", () => {
  test.each(golden.elasticNet)("elastic net, α $alpha: $rows x $columns", (each) => {
    for (const { lambda, intercept, coefficients } of each.models) {
      // scikit-learn's penalty is in the scale of the targets, glmnet's in that of targets with variance 1.
      const [l1, l2] = [lambda * each.alpha, lambda * (1 - each.alpha) * deviationOf(each.y)];
      const options = { alpha: l1 / (l1 + l2), lambdas: [l1 + l2], standardize: false, tolerance: 1e-18 };
      const path = fitPath(examplesOf(each), { family: "gaussian", values: each.y }, options);
      expectModels(path, [{ intercepts: [intercept], coefficients }]);
    }
  });

  test.each(golden.logistic)("logistic regression, α $alpha, $classes classes", (each) => {
    const lambdas = each.models.map(({ lambda }) => lambda);
    const options = { alpha: each.alpha, standardize: false, lambdas, tolerance: 1e-18 };
    const labels = each.y;
    const classes = Array.from({ length: each.classes }, (_, label) => String(label));
    const family = each.classes === 2 ? "binomial" : "multinomial";
    expectModels(fitPath(examplesOf(each), { family, labels, classes }, options), each.models);
  });
});
