import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  type Examples,
  fitLogistic,
  fitRidge,
  fitRidgePath,
  predictRidge,
  probabilitiesOf,
  type SparseExamples,
} from "./index.ts";

interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly lambda: number;
  readonly x: readonly number[];
  readonly weights: readonly number[] | null;
  readonly coefficients: readonly number[];
}
interface Golden {
  readonly ridge: readonly (Case & { outputs: number; y: number[]; intercepts: number[] })[];
  readonly logistic: readonly (Case & { classes: number; labels: number[]; probabilities: number[] })[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/linear.json", import.meta.url), "utf8"),
) as Golden;

const examplesOf = ({ rows, columns, x, weights }: Case): Examples => ({
  rows,
  columns,
  values: Float64Array.from(x),
  ...(weights && { weights: Float32Array.from(weights) }),
});

/** Without the numbers that are 0. */
function sparseOf({ rows, columns, values, weights }: Examples): SparseExamples {
  const kept = Array.from(values.keys()).filter((i) => values[i] !== 0);
  return {
    rows,
    columns,
    starts: Int32Array.from({ length: rows + 1 }, (_, row) => kept.filter((i) => i < row * columns).length),
    at: Int32Array.from(kept, (i) => i % columns),
    values: Float32Array.from(kept, (i) => values[i] as number),
    weights,
  };
}

const furthest = (found: ArrayLike<number>, expected: readonly number[]): number =>
  Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));

const nameOf = ({ rows, columns, weights }: Case): string =>
  `${rows} rows of ${columns}${weights ? ", weighted" : ""}`;

describe("scikit-learn fits the same", () => {
  test.each(golden.ridge.map((example) => [nameOf(example), example] as const))("ridge: %s", (_, example) => {
    const { columns, outputs, lambda } = example;
    const model = fitRidge(examplesOf(example), example.y, { lambda });
    const expected = example.intercepts.flatMap((intercept, k) => [
      ...Array.from({ length: columns }, (__, i) => example.coefficients[i * outputs + k] as number),
      intercept,
    ]);
    expect(model.coefficients).toHaveLength(expected.length);
    // Weights are float32 here.
    expect(furthest(model.coefficients, expected)).toBeLessThan(example.weights ? 1e-6 : 1e-10);
    const sparse = fitRidge(sparseOf(examplesOf(example)), example.y, { lambda });
    expect(furthest(sparse.coefficients, expected)).toBeLessThan(1e-4);
    const own = predictRidge(model, examplesOf(example));
    const first = example.intercepts.map((intercept, k) =>
      example.x
        .slice(0, example.columns)
        .reduce(
          (sum, value, i) => sum + value * (example.coefficients[i * example.outputs + k] as number),
          intercept,
        ),
    );
    expect(furthest(own, first)).toBeLessThan(1e-5);
  });

  test.each(golden.logistic.map((example) => [nameOf(example), example] as const))(
    "logistic: %s",
    (_, example) => {
      const examples = examplesOf(example);
      const model = fitLogistic(examples, example.labels, example.classes, { lambda: example.lambda });
      expect(model.coefficients).toHaveLength(example.coefficients.length);
      expect(furthest(model.coefficients, example.coefficients)).toBeLessThan(2e-4);
      const sparse = fitLogistic(sparseOf(examples), example.labels, example.classes, {
        lambda: example.lambda,
      });
      expect(furthest(sparse.coefficients, [...model.coefficients])).toBeLessThan(1e-4);
      const probabilities = probabilitiesOf(model, { ...examples, rows: 5 });
      expect(furthest(probabilities, example.probabilities)).toBeLessThan(2e-5);
    },
  );

  test("ridge of far more columns than rows is that of a decomposition", () => {
    const [rows, columns] = [7, 420];
    const draws = stream(1, "wide");
    const examples = {
      rows,
      columns,
      values: Float64Array.from({ length: rows * columns }, () => draws.normal()),
    };
    const targets = Array.from({ length: rows }, () => draws.normal());
    const { coefficients } = fitRidge(examples, targets, { lambda: 3 });
    const path = fitRidgePath(examples, targets, { lambdas: [3], standardize: false });
    expect(furthest(coefficients, [...path.coefficients, ...path.intercepts])).toBeLessThan(1e-6);
  });

  test("columns of nothing but zeros change nothing", () => {
    const rows = 4;
    const values = Float64Array.of(1, 0, 2, 0, 3, 0, 4, 0);
    const { coefficients } = fitRidge({ rows, columns: 2, values }, [2, 4, 6, 8], { lambda: 1e-9 });
    expect(furthest(coefficients, [2, 0, 0])).toBeLessThan(1e-6);
  });
});
