import { byColumns, momentsOf } from "./design.ts";
import type { Examples } from "./examples.ts";
import { coefficientsAt, type LinearCoefficients } from "./predict.ts";
import type { LinearPath } from "./path.ts";
import { type Response, responseValues } from "./response.ts";

/** A coefficient of a path. */
export interface Coefficient {
  readonly output: number;
  readonly column: number;
}

/** At most so many rows are asked at every point of a slice of classes. */
const mostRows = 20_000;

export interface Slice {
  /** The mean loss where the two coefficients, of columns scaled to variance 1, have these values and all others stay. */
  readonly lossAt: (first: number, second: number) => number;
  /** How many rows were asked; evenly spread where that is not all. */
  readonly rows: number;
}

/** `[columns]`: the standard deviations of the columns, by the weights of the rows. */
export function columnDeviations(examples: Examples): Float64Array {
  const { vectors, weights } = byColumns(examples);
  return Float64Array.from(vectors, (vector) => Math.sqrt(momentsOf(vector, weights).square));
}

/**
 * The loss over two coefficients around the model of one strength: half the mean squared error, or the mean of −log p. Columns
 * are centred, so that what the intercept says of the average row stays.
 */
export function lossSlice(
  examples: Examples,
  response: Response,
  path: LinearPath,
  { lambda, pair }: { readonly lambda: number; readonly pair: readonly [Coefficient, Coefficient] },
): Slice {
  const { vectors, weights } = byColumns(examples);
  const model = coefficientsAt(path, lambda);
  const columns = pair.map(({ column }) => {
    const vector = vectors[column] as Float64Array;
    const { centre, square } = momentsOf(vector, weights);
    const scale = Math.sqrt(square) || 1;
    return { scale, values: vector.map((value) => (value - centre) / scale) };
  });
  const start = pair.map(
    ({ output, column }, i) =>
      (model.coefficients[output * path.columns + column] as number) * (columns[i]?.scale as number),
  );
  const every = response.family === "gaussian" ? 1 : Math.ceil(examples.rows / mostRows);
  const rows = Int32Array.from({ length: Math.ceil(examples.rows / every) }, (_, i) => i * every);
  const parts: Parts = {
    rows,
    weights,
    predictors: predictorsOf(vectors, model, path),
    targets: responseValues(response),
    pair: pair.map(({ output }, i) => ({ output, values: columns[i]?.values as Float64Array })),
  };
  const loss = response.family === "gaussian" ? squaredLoss(parts) : logLoss(parts);
  const [first, second] = start as [number, number];
  return { rows: rows.length, lossAt: (a, b) => loss(a - first, b - second) };
}

interface Parts {
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  /** `[rows]` for each output. */
  readonly predictors: readonly Float64Array[];
  readonly targets: ArrayLike<number>;
  readonly pair: readonly { readonly output: number; readonly values: Float64Array }[];
}

function predictorsOf(
  vectors: readonly Float64Array[],
  { intercepts, coefficients }: LinearCoefficients,
  { outputs }: LinearPath,
): Float64Array[] {
  return Array.from({ length: outputs }, (_, output) => {
    const own = new Float64Array(vectors[0]?.length ?? 0).fill(intercepts[output] as number);
    vectors.forEach((vector, column) => {
      const coefficient = coefficients[output * vectors.length + column] as number;
      if (coefficient !== 0)
        vector.forEach((value, row) => (own[row] = (own[row] as number) + coefficient * value));
    });
    return own;
  });
}

/** A quadratic function, of which six sums over the rows are all. */
function squaredLoss({ weights, predictors, targets, pair }: Parts): (a: number, b: number) => number {
  const [x, y] = pair.map(({ values }) => values) as [Float64Array, Float64Array];
  const left = (predictors[0] as Float64Array).map((value, row) => (targets[row] as number) - value);
  const sum = (u: Float64Array, v: Float64Array): number =>
    weights.reduce((total, weight, row) => total + weight * (u[row] as number) * (v[row] as number), 0);
  const [rr, rx, ry, xx, xy, yy] = [
    sum(left, left),
    sum(left, x),
    sum(left, y),
    sum(x, x),
    sum(x, y),
    sum(y, y),
  ];
  return (a, b) => (rr - 2 * a * rx - 2 * b * ry + a * a * xx + 2 * a * b * xy + b * b * yy) / 2;
}

function logLoss({ rows, weights, predictors, targets, pair }: Parts): (a: number, b: number) => number {
  const at = new Float64Array(predictors.length);
  const total = rows.reduce((sum, row) => sum + (weights[row] as number), 0);
  return (...moves) =>
    rows.reduce((loss, row) => {
      predictors.forEach((own, output) => (at[output] = own[row] as number));
      pair.forEach(
        ({ output, values }, i) =>
          (at[output] = (at[output] as number) + (moves[i] as number) * (values[row] as number)),
      );
      return loss + (weights[row] as number) * rowLoss(at, targets[row] as number);
    }, 0) / total;
}

/** `−log p` of a class by its linear predictors. */
function rowLoss(predictors: Float64Array, label: number): number {
  if (predictors.length === 1) {
    const margin = label === 1 ? (predictors[0] as number) : -(predictors[0] as number);
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }
  const top = predictors.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = predictors.reduce((all, value) => all + Math.exp(value - top), 0);
  return Math.log(sum) + top - (predictors[label] as number);
}
