import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  coefficientsAt,
  crossValidatePath,
  type Examples,
  fitPath,
  type PathOptions,
  predictAt,
  type Response,
} from "./index.ts";

interface Case {
  readonly name: string;
  readonly family: Response["family"];
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly alpha: number;
  readonly standardize: boolean;
  readonly count: number;
  readonly givenLambdas: readonly number[] | null;
  readonly weights: readonly number[] | null;
  readonly factors: readonly number[] | null;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly folds: readonly number[];
  readonly lambdas: readonly number[];
  readonly ratios: readonly number[];
  readonly nullDeviance: number;
  /** The strengths whose models follow. */
  readonly steps: readonly number[];
  readonly intercepts: readonly number[];
  readonly coefficients: readonly number[];
  readonly cvMeans: readonly number[];
  readonly cvErrors: readonly number[];
  readonly lambdaMin: number;
  readonly lambda1se: number;
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/linear-path.json", import.meta.url), "utf8"),
) as readonly Case[];

const examplesOf = ({ rows, columns, x, weights }: Case): Examples => ({
  rows,
  columns,
  values: Float64Array.from(x),
  weights: weights ? Float64Array.from(weights) : undefined,
});

const responseOf = ({ family, y, classes }: Case): Response =>
  family === "gaussian"
    ? { family, values: y }
    : { family, labels: y, classes: Array.from({ length: classes }, (_, label) => `class ${label}`) };

const optionsOf = ({ alpha, standardize, count, givenLambdas, factors }: Case): PathOptions => ({
  alpha,
  standardize,
  count,
  lambdas: givenLambdas ?? undefined,
  penaltyFactors: factors ?? undefined,
  tolerance: 1e-18,
  passes: 1e6,
});

const furthest = (found: ArrayLike<number>, expected: readonly number[]): number => {
  expect(found).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));
};

const named = golden.map((each) => [`${each.family}, ${each.name}`, each] as const);

describe("R's glmnet has the same", () => {
  test.each(named)("path: %s", (_, each) => {
    const path = fitPath(examplesOf(each), responseOf(each), optionsOf(each));
    const { outputs, columns } = path;
    expect(furthest(path.lambdas, each.lambdas) / (each.lambdas[0] as number)).toBeLessThan(1e-12);
    expect(furthest(path.devianceRatios, each.ratios)).toBeLessThan(1e-7);
    expect(path.nullDeviance).toBeCloseTo(each.nullDeviance, 9);
    const models = each.steps.map((step) => coefficientsAt(path, path.lambdas[step] as number));
    expect(
      furthest(
        models.flatMap(({ intercepts }) => [...intercepts]),
        each.intercepts,
      ),
    ).toBeLessThan(1e-6);
    expect(
      furthest(
        models.flatMap(({ coefficients }) => [...coefficients]),
        each.coefficients,
      ),
    ).toBeLessThan(1e-6);
    expect(each.coefficients).toHaveLength(each.steps.length * outputs * columns);
  });

  test.each(named)("cross-validation: %s", (_, each) => {
    const options = { ...optionsOf(each), foldOf: each.folds };
    const found = crossValidatePath(examplesOf(each), responseOf(each), options);
    expect(furthest(found.means, each.cvMeans)).toBeLessThan(1e-6);
    expect(furthest(found.standardErrors, each.cvErrors)).toBeLessThan(1e-6);
    expect(found.lambdaMin).toBeCloseTo(each.lambdaMin, 10);
    expect(found.lambda1se).toBeCloseTo(each.lambda1se, 10);
    expect(found.lambda1se).toBeGreaterThanOrEqual(found.lambdaMin);
  });
});

describe("predictions", () => {
  const [numbers, classes, several] = (["gaussian", "binomial", "multinomial"] as const).map(
    (family) => golden.find((each) => each.family === family) as Case,
  ) as [Case, Case, Case];

  test("of numbers have the deviance that the path states", () => {
    const path = fitPath(examplesOf(numbers), responseOf(numbers));
    const step = 20;
    const predicted = predictAt(path, examplesOf(numbers), path.lambdas[step] as number);
    const residual = numbers.y.reduce(
      (sum, value, row) => sum + (value - (predicted[row] as number)) ** 2,
      0,
    );
    expect(1 - residual / path.nullDeviance).toBeCloseTo(path.devianceRatios[step] as number, 9);
  });

  test.each([classes, several])("of $family have the deviance that the path states", (each) => {
    const path = fitPath(examplesOf(each), responseOf(each));
    const step = 10;
    const predicted = predictAt(path, examplesOf(each), path.lambdas[step] as number);
    const deviance = each.y.reduce(
      (sum, label, row) => sum - 2 * Math.log(predicted[row * each.classes + label] as number),
      0,
    );
    expect(1 - deviance / path.nullDeviance).toBeCloseTo(path.devianceRatios[step] as number, 9);
  });

  test("between two strengths lie between theirs, and beyond the ends are those of the ends", () => {
    const path = fitPath(examplesOf(numbers), responseOf(numbers));
    const [high, low] = [path.lambdas[10] as number, path.lambdas[11] as number];
    const [above, below, middle] = [high, low, 0.25 * high + 0.75 * low].map(
      (lambda) => coefficientsAt(path, lambda).coefficients[0] as number,
    ) as [number, number, number];
    expect(middle).toBeCloseTo(0.25 * above + 0.75 * below, 12);
    expect(coefficientsAt(path, 0).coefficients).toEqual(
      coefficientsAt(path, path.lambdas.at(-1) as number).coefficients,
    );
    expect(coefficientsAt(path, 1e9).coefficients.every((value) => value === 0)).toBe(true);
  });
});
