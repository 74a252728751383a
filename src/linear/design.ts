import { counted, UserError } from "../base/index.ts";
import { columnTitle, type Examples } from "./examples.ts";
import { dot } from "./kernels.ts";

/** Numbers column by column. */
export interface ColumnMajor {
  readonly rows: number;
  /** For each column `[rows]`, or more where only some of them are meant. */
  readonly vectors: readonly Float64Array[];
  /** `[rows]`: which ones are meant; all when absent. */
  readonly picked?: Int32Array;
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
  const { rows, columns } = examples;
  if (rows < 2) throw fault("The examples", rows === 1 ? "one row" : "no rows", "at least two rows");
  if (columns < 1) throw fault("The examples", "no columns", "at least one column");
  const weights = relativeWeights(examples);
  const vectors = newVectors(rows, columns);
  // In blocks, so that what is read and written stays in the processor's cache.
  const side = 32;
  for (let top = 0; top < rows; top += side)
    for (let left = 0; left < columns; left += side) turnBlock(examples, vectors, { top, left, side });
  return { rows, vectors, ...weights };
}

function turnBlock(
  examples: Examples,
  vectors: readonly Float64Array[],
  { top, left, side }: { readonly top: number; readonly left: number; readonly side: number },
): void {
  const { rows, columns, values } = examples;
  const bottom = Math.min(rows, top + side);
  const right = Math.min(columns, left + side);
  for (let column = left; column < right; column++) {
    const vector = vectors[column] as Float64Array;
    for (let row = top; row < bottom; row++) {
      const value = values[row * columns + column] as number;
      // Infinity and NaN alone have a difference to themselves that is no 0.
      if (value - value !== 0) throw notANumber(examples, row, column);
      vector[row] = value;
    }
  }
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
    throw fault("weights", counted(given.length, "weight"), `one for each of ${counted(rows, "row")}`);
  const weights = Float64Array.from(given);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) throw fault(`weights, row ${wrong}`, String(weights[wrong]), "a number of at least 0");
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  if (totalWeight === 0) throw fault("weights", "0 for all rows", "at least one above 0");
  return { weights: weights.map((weight) => weight / totalWeight), totalWeight };
}

/** Some rows of columns, whose weights sum to 1 again; values stay where they are. */
export function pickRows({ vectors, weights, totalWeight }: ColumnMajor, picked: Int32Array): ColumnMajor {
  const kept = Float64Array.from(picked, (row) => weights[row] as number);
  const share = kept.reduce((sum, weight) => sum + weight, 0);
  return {
    rows: picked.length,
    vectors,
    picked,
    weights: kept.map((weight) => weight / share),
    totalWeight: totalWeight * share,
  };
}

/** Writes a column of a table, of the rows that are meant. */
export function copyColumn({ vectors, picked }: ColumnMajor, column: number, target: Float64Array): void {
  const source = vectors[column] as Float64Array;
  if (!picked) target.set(source);
  else for (let i = 0; i < picked.length; i++) target[i] = source[picked[i] as number] as number;
}

/**
 * Centres each column at its weighted mean and, where asked, scales it to weighted variance 1.
 * @param options `rooted`: values are multiplied by the roots of the weights, so that plain sums of products are weighted ones.
 * @param vectors to write the columns into.
 */
export function standardized(
  given: ColumnMajor,
  options: { readonly scale: boolean; readonly rooted: boolean },
  vectors: readonly Float64Array[] = newVectors(given.rows, given.vectors.length),
): Design {
  const { rows, weights } = given;
  const columns = given.vectors.length;
  const factors = options.rooted ? weights.map(Math.sqrt) : new Float64Array(rows).fill(1);
  const centres = new Float64Array(columns);
  const scales = new Float64Array(columns).fill(1);
  const squares = new Float64Array(columns);
  vectors.forEach((vector, column) => {
    copyColumn(given, column, vector);
    const { centre, square } = momentsOf(vector, weights);
    const scale = options.scale && square > 0 ? Math.sqrt(square) : 1;
    centres[column] = centre;
    scales[column] = scale;
    squares[column] = options.scale && square > 0 ? 1 : square;
    if (square === 0) vector.fill(0);
    else
      for (let i = 0; i < rows; i++)
        vector[i] = (((vector[i] as number) - centre) / scale) * (factors[i] as number);
  });
  return { rows, weights, totalWeight: given.totalWeight, vectors, centres, scales, squares };
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
