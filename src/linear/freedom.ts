// How many free coefficients a penalized model is worth.
import { factorize, solveFactored } from "./cholesky.ts";
import { byColumns, standardized } from "./design.ts";
import type { Examples } from "./examples.ts";
import { dot } from "./kernels.ts";
import { mostExact } from "./options.ts";
import type { LinearPath } from "./path.ts";
import { predictAt } from "./predict.ts";
import type { Response } from "./response.ts";

/** At most so many products of numbers for a whole path: a few seconds. */
const mostProducts = 3e9;

interface Parts {
  readonly vectors: readonly Float64Array[];
  /** What the second part of the penalty adds to the squares of columns. */
  readonly added: number;
  /** `[rows]`: how much each row counts in the curvature of the loss. */
  readonly weights: Float64Array;
}

const activeColumns = ({ columns, coefficients }: LinearPath, step: number): number[] =>
  Array.from({ length: columns }, (_, column) => column).filter(
    (column) => coefficients[step * columns + column] !== 0,
  );

/**
 * `tr((XᵀWX + λ₂)⁻¹ XᵀWX)` of columns that are centred by the weights, without looking at how they were chosen; NaN where they
 * determine each other.
 */
function trace({ vectors, added, weights }: Parts): number {
  const size = vectors.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centred = vectors.map((vector) => {
    const mean = dot(weights, vector) / total;
    return vector.map((value, row) => (value - mean) * Math.sqrt(weights[row] as number));
  });
  const squares = new Float64Array(size * size);
  centred.forEach((a, i) =>
    centred.slice(0, i + 1).forEach((b, j) => (squares[i * size + j] = squares[j * size + i] = dot(a, b))),
  );
  const penalized = squares.map((value, at) => (at % (size + 1) === 0 ? value + added : value));
  if (!factorize(penalized, size)) return Number.NaN;
  // Symmetric, so that its lines are its columns.
  return centred.reduce((sum, _, i) => {
    const solution = squares.slice(i * size, (i + 1) * size);
    solveFactored(penalized, solution);
    return sum + (solution[i] as number);
  }, 0);
}

/** `p (1 − p)` of each row, by its weight. */
function curvatures(path: LinearPath, examples: Examples, weights: Float64Array, step: number): Float64Array {
  const predicted = predictAt(path, examples, path.lambdas[step] as number);
  return weights.map(
    (weight, row) => weight * (predicted[2 * row] as number) * (predicted[2 * row + 1] as number),
  );
}

/**
 * The effective degrees of freedom of a path of standardized columns at each λ, the intercept not counted: of the lasso on average
 * the columns with a coefficient (Zou, Hastie & Tibshirani 2007), otherwise the trace of what makes predictions of targets on those
 * columns (Tibshirani & Taylor 2012); for two classes by the weights of the last Newton step, which holds about (Park & Hastie 2007).
 * @returns `[lambdas]`, NaN where columns determine each other; nothing for several classes, where no such sum is known to hold,
 * and for tables that are too large for it.
 */
export function degreesOfFreedom(
  examples: Examples,
  { family }: Response,
  path: LinearPath,
): number[] | undefined {
  if (family === "multinomial") return undefined;
  const active = Array.from(path.lambdas, (_, step) => activeColumns(path, step));
  if (path.alpha === 1) return active.map(({ length }) => length);
  const cost = active.reduce((sum, { length }) => sum + length ** 2 * (examples.rows / 2 + 1.5 * length), 0);
  if (cost > mostProducts || active.some(({ length }) => length > mostExact)) return undefined;
  const { vectors, weights, totalWeight } = standardized(byColumns(examples), { scale: true, rooted: false });
  const spread = family === "gaussian" ? Math.sqrt(path.nullDeviance / totalWeight) : 1;
  return active.map((columns, step) =>
    trace({
      vectors: columns.map((column) => vectors[column] as Float64Array),
      added: ((path.lambdas[step] as number) * (1 - path.alpha)) / spread,
      weights: family === "gaussian" ? weights : curvatures(path, examples, weights, step),
    }),
  );
}
