import { UserError } from "../base/index.ts";
import { columnTitle, type Examples } from "./examples.ts";
import { dot } from "./kernels.ts";

/** Numbers column by column. */
export interface ColumnMajor {
  readonly rows: number;
  /** `[rows]` for each column: views of one array. */
  readonly vectors: readonly Float64Array[];
  /** `[rows]`, with sum 1. */
  readonly weights: Float64Array;
  /** What the weights summed to before. */
  readonly totalWeight: number;
}

/** Columns ready for coordinate descent. */
export interface Design extends ColumnMajor {
  /** `[columns]`: what was taken from each column. */
  readonly centres: Float64Array;
  /** `[columns]`: what each was divided by afterwards; 1 for a column that is constant. */
  readonly scales: Float64Array;
  /** `[columns]`: their weighted mean squares now: 1 where scaled, 0 for a column that is constant. */
  readonly squares: Float64Array;
}

/** Columns of zeros. */
export function newVectors(rows: number, columns: number): readonly Float64Array[] {
  const values = new Float64Array(rows * columns);
  return Array.from({ length: columns }, (_, column) => values.subarray(column * rows, (column + 1) * rows));
}

const fault = (where: string, got: string, expected: string, hint?: string): UserError =>
  new UserError({ where, got, expected, hint });

/**
 * The examples column by column.
 * @throws UserError for a value that is no number, weights that are none, or no rows or columns.
 */
export function byColumns(examples: Examples): ColumnMajor {
  const { rows, columns, values } = examples;
  if (rows < 2) throw fault("The examples", rows === 1 ? "one row" : "no rows", "at least two rows");
  if (columns < 1) throw fault("The examples", "no columns", "at least one column");
  const weights = relativeWeights(examples);
  const vectors = newVectors(rows, columns);
  // In blocks of rows, so that what is read stays in the processor's cache while it is written column by column.
  const side = 16;
  for (let top = 0; top < rows; top += side) {
    const bottom = Math.min(rows, top + side);
    for (let column = 0; column < columns; column++) {
      const vector = vectors[column] as Float64Array;
      for (let row = top; row < bottom; row++) {
        const value = values[row * columns + column] as number;
        if (!Number.isFinite(value)) throw notANumber(examples, row, column);
        vector[row] = value;
      }
    }
  }
  return { rows, vectors, ...weights };
}

function notANumber(examples: Examples, row: number, column: number): UserError {
  const value = examples.values[row * examples.columns + column] as number;
  return fault(
    `Row ${row}, ${columnTitle(examples, column)}`,
    Number.isNaN(value) ? "no number (NaN)" : String(value),
    "a finite number",
    "Fill gaps before, or leave those rows out",
  );
}

function relativeWeights({ rows, weights: given }: Examples): Pick<ColumnMajor, "weights" | "totalWeight"> {
  if (!given) return { weights: new Float64Array(rows).fill(1 / rows), totalWeight: rows };
  if (given.length !== rows)
    throw fault("weights", `${given.length} weights`, `one for each of the ${rows} rows`);
  const weights = Float64Array.from(given);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) throw fault(`weights, row ${wrong}`, String(weights[wrong]), "a number of at least 0");
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  if (totalWeight === 0) throw fault("weights", "0 for all rows", "at least one above 0");
  return { weights: weights.map((weight) => weight / totalWeight), totalWeight };
}

/** Some rows of columns; their weights sum to 1 again. */
export function pickRows({ vectors, weights, totalWeight }: ColumnMajor, picked: Int32Array): ColumnMajor {
  const rows = picked.length;
  const own = newVectors(rows, vectors.length);
  own.forEach((target, column) => {
    const source = vectors[column] as Float64Array;
    for (let i = 0; i < rows; i++) target[i] = source[picked[i] as number] as number;
  });
  const kept = Float64Array.from(picked, (row) => weights[row] as number);
  const share = kept.reduce((sum, weight) => sum + weight, 0);
  return {
    rows,
    vectors: own,
    weights: kept.map((weight) => weight / share),
    totalWeight: totalWeight * share,
  };
}

/**
 * Centres each column at its weighted mean and, where asked, scales it to weighted variance 1.
 * @param rooted whether values are multiplied by the roots of the weights, so that plain sums of products are weighted ones.
 */
export function standardized(
  given: ColumnMajor,
  options: { readonly scale: boolean; readonly rooted: boolean },
): Design {
  const { rows, weights } = given;
  const columns = given.vectors.length;
  const vectors = newVectors(rows, columns);
  const factors = options.rooted ? weights.map(Math.sqrt) : new Float64Array(rows).fill(1);
  const centres = new Float64Array(columns);
  const scales = new Float64Array(columns).fill(1);
  const squares = new Float64Array(columns);
  given.vectors.forEach((vector, column) => {
    const { centre, square } = momentsOf(vector, weights);
    centres[column] = centre;
    if (square === 0) return;
    const scale = options.scale ? Math.sqrt(square) : 1;
    scales[column] = scale;
    squares[column] = options.scale ? 1 : square;
    const target = vectors[column] as Float64Array;
    for (let i = 0; i < rows; i++)
      target[i] = (((vector[i] as number) - centre) / scale) * (factors[i] as number);
  });
  return { ...given, vectors, centres, scales, squares };
}

/** The weighted mean and variance of a column; a variance that rounding alone makes is 0. */
export function momentsOf(
  vector: Float64Array,
  weights: Float64Array,
): { readonly centre: number; readonly square: number } {
  const first = vector[0] as number;
  if (vector.every((value) => value === first)) return { centre: first, square: 0 };
  const centre = dot(weights, vector);
  let square = 0;
  for (let i = 0; i < vector.length; i++)
    square += (weights[i] as number) * ((vector[i] as number) - centre) ** 2;
  return { centre, square: square <= (1e-15 * centre) ** 2 ? 0 : square };
}
