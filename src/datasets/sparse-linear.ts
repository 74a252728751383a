import { z } from "zod";
import { permutation, stream, UserError } from "../base/index.ts";
import { defineDataset } from "./define.ts";
import { usualForTables } from "./usual.ts";
import { columnsOf, noiseOf, rowsOf, seed } from "./made-tables/settings.ts";
import { madeName, numberedColumns, regression, tableOf } from "./made-tables/table.ts";

const id = "sparse-linear";

interface Settings {
  readonly rows: number;
  readonly columns: number;
  readonly nonZero: number;
  readonly correlation: number;
  readonly noise: number;
  readonly seed: number;
}

/** Which columns matter, and how much: between 1 and 3 with either sign. */
function coefficients({ columns, nonZero, seed }: Settings): Float64Array {
  if (nonZero > columns) {
    throw new UserError({
      where: "data.nonZero",
      got: `${nonZero} columns that matter`,
      expected: `at most ${columns}, the number of columns`,
      hint: "Raise data.columns or lower data.nonZero",
    });
  }
  const draws = stream(seed, id, "coefficients");
  const beta = new Float64Array(columns);
  for (const column of permutation(draws, columns).subarray(0, nonZero)) {
    const sign = draws.below(2) === 0 ? 1 : -1;
    beta[column] = sign * (1 + 2 * draws.uniform());
  }
  return beta;
}

/** Standard normal columns, each correlated with the one before it. */
function drawInputs({ columns, correlation, seed }: Settings, row: number): Float32Array {
  const draws = stream(seed, id, row);
  const fresh = Math.sqrt(1 - correlation ** 2);
  const x = new Float32Array(columns);
  let before = draws.normal();
  for (let column = 0; column < columns; column++) {
    if (column > 0) before = correlation * before + fresh * draws.normal();
    x[column] = before;
  }
  return x;
}

const dot = (x: Float32Array, beta: Float64Array): number =>
  beta.reduce((total, coefficient, column) => total + coefficient * (x[column] as number), 0);

export const sparseLinear = defineDataset({
  id: "sparse-linear",
  title: "Sparse linear",
  summary:
    "Makes y = Σ βx + noise of normal columns, most of which have β = 0; there may be more columns than rows.",
  usual: { ...usualForTables, model: { preset: "logistic" } },
  isMade: true,
  params: {
    rows: rowsOf(200),
    columns: columnsOf(500, { least: 1, description: "Number of columns, p." }),
    nonZero: z.int().min(1).default(10).meta({
      description: "How many columns matter, k: their β lie between 1 and 3, with either sign.",
    }),
    correlation: z.number().min(0).max(0.99).default(0).meta({
      description: "Correlation of neighbouring columns; that of columns d apart is its d-th power.",
    }),
    noise: noiseOf(1, "y"),
    seed,
  },
  load: async (settings) => {
    const { rows, columns, noise, seed: from } = settings;
    const beta = coefficients(settings);
    const inputs = tableOf(rows, numberedColumns(columns), (row) => drawInputs(settings, row));
    const y = Float32Array.from({ length: rows }, (_, row) => {
      const x = inputs.values.subarray(row * columns, (row + 1) * columns);
      return dot(x, beta) + noise * stream(from, id, "noise", row).normal();
    });
    return regression(madeName(id, rows, from), inputs, y);
  },
  truth: (settings) => {
    const beta = coefficients(settings);
    return {
      leastMse: settings.noise ** 2,
      intercept: 0,
      coefficients: [...beta],
      noiseFree: Array.from({ length: settings.rows }, (_, row) => dot(drawInputs(settings, row), beta)),
    };
  },
});
