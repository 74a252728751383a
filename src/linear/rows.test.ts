import { expect, test } from "vitest";
import { permutation, stream } from "../base/index.ts";
import {
  crossValidatePath,
  type Examples,
  fitLeastSquares,
  fitPath,
  fitRidgePath,
  type Response,
} from "./index.ts";

const rows = 12;
const draws = stream(1, "rows");
const values = Float64Array.from({ length: rows * 3 }, () => draws.normal());
const examples: Examples = { rows, columns: 3, values };
const targets = Array.from({ length: rows }, (_, row) => 2 * (values[3 * row] as number) + draws.normal());
const gaussian: Response = { family: "gaussian", values: targets };

test("rows of weight 0 are as good as none", () => {
  const weights = new Float64Array(rows).fill(1).fill(0, 8);
  const few = { ...examples, rows: 8, values: values.subarray(0, 24) };
  const [all, eight] = [
    fitLeastSquares({ ...examples, weights }, targets),
    fitLeastSquares(few, targets.slice(0, 8)),
  ];
  expect(all.variance).toBeCloseTo(eight.variance, 10);
  all.standardErrors.forEach((error, i) => expect(error).toBeCloseTo(eight.standardErrors[i] as number, 10));
  expect(() =>
    fitLeastSquares({ ...examples, weights: weights.map((_, row) => Number(row < 4)) }, targets),
  ).toThrow(/got 4 rows for 3 columns and an intercept/);
  const lambdas = [5, 0.5];
  const [one, other] = [
    fitRidgePath({ ...examples, weights }, targets, { lambdas }),
    fitRidgePath(few, targets.slice(0, 8), { lambdas }),
  ];
  lambdas.forEach((_, step) => {
    expect(one.generalized[step]).toBeCloseTo(other.generalized[step] as number, 10);
    expect(one.leaveOneOut[step]).toBeCloseTo(other.leaveOneOut[step] as number, 10);
  });
});

test("the order of rows and a weight for a repeated row change nothing", () => {
  const order = permutation(stream(2, "order"), rows);
  const shuffled = {
    ...examples,
    values: Float64Array.from(order, (row) => row).reduce((all, row, i) => {
      all.set(values.subarray(3 * row, 3 * row + 3), 3 * i);
      return all;
    }, new Float64Array(values.length)),
  };
  const lambdas = [0.5, 0.1];
  const options = { lambdas, tolerance: 1e-16 };
  const plain = fitPath(examples, gaussian, options).coefficients;
  const other = fitPath(
    shuffled,
    { family: "gaussian", values: Array.from(order, (row) => targets[row] as number) },
    options,
  ).coefficients;
  plain.forEach((value, i) => expect(other[i]).toBeCloseTo(value, 7));
  const twice = { ...examples, rows: rows + 1, values: Float64Array.of(...values, ...values.subarray(0, 3)) };
  const repeated = fitPath(
    twice,
    { family: "gaussian", values: [...targets, targets[0] as number] },
    options,
  ).coefficients;
  const weighted = fitPath(
    { ...examples, weights: new Float64Array(rows).fill(1).fill(2, 0, 1) },
    gaussian,
    options,
  ).coefficients;
  repeated.forEach((value, i) => expect(weighted[i]).toBeCloseTo(value, 7));
});

test("many rows have room everywhere", () => {
  const many = 130_000;
  const column = stream(5, "many");
  const values = Float64Array.from({ length: many }, () => column.normal());
  const response: Response = {
    family: "gaussian",
    values: values.map((value) => 2 * value + column.normal()),
  };
  const { lambdaMin, path } = crossValidatePath({ rows: many, columns: 1, values }, response, {
    folds: 2,
    count: 5,
  });
  expect(path.lambdas).toContain(lambdaMin);
});
