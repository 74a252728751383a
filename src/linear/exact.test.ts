import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { type Examples, fitPath, type PathOptions } from "./index.ts";

interface Case {
  readonly name: string;
  readonly alpha: number;
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly models: readonly { lambda: number; intercept: number; coefficients: readonly number[] }[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/linear-exact.json", import.meta.url), "utf8"),
) as readonly Case[];

const examplesOf = ({ rows, columns, x }: Case): Examples => ({
  rows,
  columns,
  values: Float64Array.from(x),
});

/** How far coefficients are from those that were solved in 60 digits, as a share of the largest, at the worst strength. */
function furthest(each: Case, options: PathOptions): number {
  const { alpha, columns, y, models } = each;
  const lambdas = models.map(({ lambda }) => lambda);
  const path = fitPath(examplesOf(each), { family: "gaussian", values: y }, { alpha, lambdas, ...options });
  expect(path.exact).toEqual(lambdas.map(() => options.exact === true));
  return Math.max(
    ...models.map(({ intercept, coefficients }, step) => {
      const expected = [intercept, ...coefficients];
      const own = path.coefficients.subarray(step * columns, (step + 1) * columns);
      const found = [path.intercepts[step] as number, ...own];
      const size = Math.max(...expected.map(Math.abs));
      return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number)))) / size;
    }),
  );
}

test.each(golden)("the optimum itself of a table that is hard on descents: $name, α $alpha", (each) => {
  expect(furthest(each, { exact: true })).toBeLessThan(1e-12);
  // Descent stops on its way there.
  expect(furthest(each, {})).toBeGreaterThan(1e-6);
});

/** The largest share of the largest gradient by which the conditions of an optimum are broken (Karush, Kuhn and Tucker). */
function broken(examples: Examples, y: readonly number[], options: PathOptions): number {
  const { columns, values, weights } = examples;
  const { alpha = 1, penaltyFactors = new Float64Array(columns).fill(1) } = options;
  const path = fitPath(
    examples,
    { family: "gaussian", values: y },
    { ...options, standardize: false, exact: true },
  );
  expect(path.exact.every(Boolean)).toBe(true);
  const total = Array.from(weights ?? y, (weight) => (weights ? weight : 1)).reduce((a, b) => a + b, 0);
  const share = (row: number): number => (weights?.[row] ?? 1) / total;
  const mean = y.reduce((sum, value, row) => sum + share(row) * value, 0);
  const spread = Math.sqrt(y.reduce((sum, value, row) => sum + share(row) * (value - mean) ** 2, 0));
  const scale = columns / Array.from(penaltyFactors).reduce((a, b) => a + b, 0);
  let worst = 0;
  path.lambdas.forEach((lambda, step) => {
    const own = path.coefficients.subarray(step * columns, (step + 1) * columns);
    const left = y.map(
      (value, row) =>
        value -
        own.reduce(
          (sum, b, j) => sum + b * (values[row * columns + j] as number),
          path.intercepts[step] as number,
        ),
    );
    own.forEach((b, j) => {
      const strength = lambda * scale * (penaltyFactors[j] as number);
      const pull = left.reduce(
        (sum, value, row) => sum + share(row) * value * (values[row * columns + j] as number),
        0,
      );
      const held = pull - ((1 - alpha) * strength * b) / spread;
      const gap =
        b === 0 ? Math.abs(held) - alpha * strength : Math.abs(held - alpha * strength * Math.sign(b));
      worst = Math.max(worst, gap / (path.lambdas[0] as number));
    });
  });
  return worst;
}

const draws = stream(1, "exact");
const rows = 30;
/** Columns of which the third is the first again, the fourth its opposite, the fifth a sum, the sixth constant. */
const dependent: Examples = {
  rows,
  columns: 7,
  values: Float64Array.from(
    Array.from({ length: rows }, () => {
      const [a, b, c] = [draws.normal(), draws.normal(), draws.normal()];
      return [a, b, a, 1 - a, a + b, 4, c];
    }).flat(),
  ),
};
const targets = Array.from(
  { length: rows },
  (_, row) =>
    (dependent.values[7 * row] as number) + (dependent.values[7 * row + 1] as number) + draws.normal(),
);
const weights = Float64Array.from({ length: rows }, (_, row) => row % 3);
const narrow = { rows: 6, columns: 35, values: Float64Array.from(dependent.values) };
const lambdas = [1, 0.1, 1e-4];
const few = targets.slice(0, 6);

test.each<[string, Examples, readonly number[], PathOptions]>([
  ["lasso of columns that depend on each other", dependent, targets, {}],
  ["elastic net of such columns", dependent, targets, { alpha: 0.3 }],
  ["ridge regression of such columns", dependent, targets, { alpha: 0, lambdas }],
  [
    "lasso, weights and factors",
    { ...dependent, weights },
    targets,
    { penaltyFactors: [1, 2, 3, 1, 1, 1, 0] },
  ],
  [
    "ridge regression, weights and factors",
    { ...dependent, weights },
    targets,
    { alpha: 0, lambdas, penaltyFactors: [1, 2, 3, 1, 1, 1, 5] },
  ],
  [
    "ridge regression, columns without a penalty",
    dependent,
    targets,
    { alpha: 0, lambdas, penaltyFactors: [1, 0, 3, 1, 1, 1, 0] },
  ],
  ["lasso of more columns than rows, to no penalty at all", narrow, few, { lambdas: [0.1, 1e-3, 1e-8, 0] }],
  ["ridge regression of more columns than rows", narrow, few, { alpha: 0, lambdas: [0.1, 1e-3, 1e-8, 0] }],
])("the conditions of an optimum hold: %s", (_, examples, y, options) => {
  expect(broken(examples, y, options)).toBeLessThan(1e-13);
});
