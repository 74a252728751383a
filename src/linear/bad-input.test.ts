import { describe, expect, test } from "vitest";
import { stream } from "../base/index.ts";
import {
  crossValidatePath,
  type Examples,
  fitLeastSquares,
  fitPath,
  fitRidgePath,
  type PathOptions,
  type Response,
} from "./index.ts";

const rows = 12;
const draws = stream(1, "badInput");
const values = Float64Array.from({ length: rows * 3 }, () => draws.normal());
const examples: Examples = { rows, columns: 3, values, names: ["height", "weight", "age"] };
const targets = Array.from({ length: rows }, (_, row) => 2 * (values[3 * row] as number) + draws.normal());
const gaussian: Response = { family: "gaussian", values: targets };
const labels = Array.from({ length: rows }, (_, row) => row % 2);
const binomial: Response = { family: "binomial", labels, classes: ["no", "yes"] };

const changed = (change: (row: number, column: number, value: number) => number): Examples => ({
  ...examples,
  values: values.map((value, i) => change(Math.floor(i / 3), i % 3, value)),
});

describe("a clear sentence says what is wrong with", () => {
  test.each<[string, Examples, Response, PathOptions, RegExp]>([
    [
      "a gap",
      changed((row, column, value) => (row === 4 && column === 1 ? Number.NaN : value)),
      gaussian,
      {},
      /^Row 4, column "weight": got no number \(NaN\), expected a finite number\./,
    ],
    [
      "a target without a value",
      examples,
      { family: "gaussian", values: targets.with(3, Number.NaN) },
      {},
      /^The target, row 3: got NaN, expected a number\. Leave out rows/,
    ],
    [
      "a target with one value",
      examples,
      { family: "gaussian", values: targets.map(() => 5) },
      {},
      /^The target: got the value 5 in all of 12 rows, expected at least two different values\.$/,
    ],
    [
      "a class without rows",
      examples,
      { ...binomial, labels: labels.map(() => 0) },
      {},
      /^The target: got no row of class "yes", expected rows of each of the 2 classes\.$/,
    ],
    [
      "a label beyond the classes",
      examples,
      { ...binomial, labels: labels.with(0, 2) },
      {},
      /^The target, row 0: got 2, expected a class from 0 to 1\./,
    ],
    [
      "a negative λ",
      examples,
      gaussian,
      { lambdas: [1, -0.1] },
      /^lambda: got -0\.1, expected a number of at least 0\. A penalty cannot be negative\.$/,
    ],
    [
      "no λ",
      examples,
      gaussian,
      { lambdas: [] },
      /^lambda: got no values, expected at least one strength\.$/,
    ],
    [
      "an α above 1",
      examples,
      gaussian,
      { alpha: 1.5 },
      /^alpha: got 1\.5, expected a number from 0 \(ridge\) to 1 \(lasso\)\.$/,
    ],
    [
      "a negative factor",
      examples,
      gaussian,
      { penaltyFactors: [1, -1, 1] },
      /^penaltyFactors, column "weight": got -1, expected/,
    ],
    [
      "factors of 0",
      examples,
      gaussian,
      { penaltyFactors: [0, 0, 0] },
      /^penaltyFactors: got 0 for all columns, expected at least one above 0\./,
    ],
    [
      "too few factors",
      examples,
      gaussian,
      { penaltyFactors: [1] },
      /^penaltyFactors: got 1 factor, expected one for each of 3 columns\.$/,
    ],
    [
      "a negative weight",
      { ...examples, weights: new Float64Array(rows).fill(-1) },
      gaussian,
      {},
      /^weights, row 0: got -1, expected/,
    ],
    [
      "weights of 0",
      { ...examples, weights: new Float64Array(rows) },
      gaussian,
      {},
      /^(weights|The target): got/,
    ],
    [
      "a single row",
      { ...examples, rows: 1 },
      gaussian,
      {},
      /^The examples: got one row, expected at least two rows\.$/,
    ],
  ])("%s", (...[, given, response, options, message]) => {
    expect(() => fitPath(given, response, options)).toThrow(message);
  });

  test.each<[string, Response, Parameters<typeof crossValidatePath>[2], RegExp]>([
    [
      "fewer rows than folds",
      gaussian,
      { folds: 20 },
      /^The folds: got 20 folds for 12 rows, expected at least one row for each fold\. Ask for fewer folds\.$/,
    ],
    ["one fold", gaussian, { folds: 1 }, /^The folds: got 1 folds, expected a whole number from 2 on\.$/],
    [
      "a fold that holds a whole class",
      binomial,
      { foldOf: labels },
      /^The target beside fold 1 of 2: got no row of class "no", expected rows of each of the 2 classes\. All its rows are in that fold: gather more of them, or leave the class out\.$/,
    ],
    [
      "a fold without rows",
      gaussian,
      { foldOf: labels.map((label) => 2 * label) },
      /^The folds: got no row with the number 1, expected at least one row in each\.$/,
    ],
    [
      "a grid with one value",
      gaussian,
      { lambdas: [0.1] },
      /^lambda: got the one value 0\.1, expected at least two strengths to choose from\./,
    ],
  ])("%s", (_, response, options, message) => {
    expect(() => crossValidatePath(examples, response, options)).toThrow(message);
  });

  test("constant and collinear columns of least squares", () => {
    const constant = changed((_, column, value) => (column === 2 ? 7 : value));
    expect(() => fitLeastSquares(constant, targets)).toThrow(
      /^Least squares, column "age": got one value in all rows, expected a column that varies\./,
    );
    const collinear = changed((row, column, value) =>
      column === 2 ? 3 * (values[3 * row] as number) - 1 : value,
    );
    expect(() => fitLeastSquares(collinear, targets)).toThrow(
      /^Least squares: got collinear columns: column "height", column "age" determine each other, expected/,
    );
    expect(() => fitLeastSquares({ ...examples, rows: 4 }, targets.slice(0, 4))).toThrow(
      /got 4 rows for 3 columns and an intercept/,
    );
  });

  test("a negative λ of ridge regression", () => {
    expect(() => fitRidgePath(examples, targets, { lambdas: [-1] })).toThrow(
      /^lambda: got -1, expected numbers of at least 0\.$/,
    );
  });
});

describe("penalized models bear", () => {
  const constant = changed((_, column, value) => (column === 2 ? 7 : value));

  test.each([gaussian, binomial])("a constant column, which has no coefficient: $family", (response) => {
    const path = fitPath(constant, response);
    expect(path.constantColumns).toEqual([2]);
    expect(Array.from(path.lambdas, (_, step) => path.coefficients[3 * step + 2])).toEqual(
      Array.from(path.lambdas, () => 0),
    );
  });

  test("collinear columns: ridge regression shares among equal ones", () => {
    const twins = changed((row, column, value) => (column === 1 ? (values[3 * row] as number) : value));
    const { coefficients } = fitRidgePath(twins, targets, { lambdas: [1] });
    expect(coefficients[0]).toBeCloseTo(coefficients[1] as number, 9);
    expect(Number.isFinite(fitPath(twins, gaussian).coefficients.at(-1))).toBe(true);
  });

  test("classes that are told apart with certainty: the path ends, and says why", () => {
    const response: Response = {
      ...binomial,
      labels: Array.from({ length: rows }, (_, row) => Number((values[3 * row] as number) > 0)),
    };
    expect(fitPath(examples, response).ending).toBe("saturated");
    expect(fitPath(examples, response).devianceRatios.at(-1)).toBeGreaterThan(0.999);
  });

  const apart: Response = {
    ...binomial,
    labels: Array.from({ length: rows }, (_, row) => Number((values[3 * row] as number) > 0)),
  };
  const inThree: Response = {
    family: "multinomial",
    classes: ["low", "middle", "high"],
    labels: Array.from({ length: rows }, (_, row) => (row % 3) as number),
  };
  /** A column that tells the three classes apart. */
  const placed = changed((row, column, value) => (column === 0 ? 3 * (row % 3) + value / 10 : value));

  test.each<[string, Examples, Response]>([
    ["two classes", examples, apart],
    ["three classes", placed, inThree],
  ])("no penalty on columns that tell %s apart: the path ends there", (_, given, response) => {
    const path = fitPath(given, response, { lambdas: [0.1, 0.01, 0] });
    expect(path.ending).toBe("separated");
    expect(Array.from(path.lambdas)).toEqual([0.1, 0.01]);
    expect(fitPath(given, response, { lambdas: [0.1, 0.01] }).ending).toBe("complete");
  });

  test.each<[string, Response, PathOptions, RegExp]>([
    [
      "separated classes without a penalty",
      apart,
      { lambdas: [0] },
      /^The path: got classes that are told apart with certainty at λ = 0 already, where coefficients have no bound, expected a penalty that bounds them\. Give larger/,
    ],
    [
      "a column without a penalty that separates",
      apart,
      { penaltyFactors: [0, 1, 1] },
      /^The path: got classes that are told apart with certainty at the largest λ already/,
    ],
    [
      "too few passes",
      gaussian,
      { lambdas: [0.01], passes: 1, tolerance: 1e-12 },
      /^The path: got no optimum within 1 passes over the coordinates at λ = 0\.01, expected one that is reached\. Allow more passes/,
    ],
  ])("a path without any strength is refused: %s", (_, response, options, message) => {
    expect(() => fitPath(examples, response, options)).toThrow(message);
  });

  test("a limit of passes: the path ends before, and says why", () => {
    const path = fitPath(examples, gaussian, { passes: 6, tolerance: 1e-12 });
    expect(path.ending).toBe("passes");
    expect(path.lambdas.length).toBeLessThan(10);
  });
});
