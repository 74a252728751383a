// The two products that a model learned by its gradient needs of its rows: of four at once, as each number of the model is then
// fetched for four of them.
import type { Examples } from "./examples.ts";

/** Rows of which most numbers are 0: only the others are held. */
export interface SparseExamples {
  readonly rows: number;
  readonly columns: number;
  /** `[rows + 1]`: where the numbers of each row begin, and where those of the last one end. */
  readonly starts: Int32Array;
  /** The column of each number. */
  readonly at: Int32Array;
  readonly values: Float32Array;
  /** `[rows]`: how much each row counts; all alike when absent. */
  readonly weights?: Float64Array | Float32Array | undefined;
}

/** How many rows are taken at once; what stands for those beyond the last one is for the caller to leave out. */
export const rowsAtOnce = 4;

/** What rows `x` are multiplied with: `[outputs, columns + 1]`, intercepts last. */
export interface RowProducts {
  /** `scores = W x + b` of the rows from `row` on, `[rowsAtOnce, outputs]`. */
  scores(row: number, point: Float64Array, scores: Float64Array): void;
  /** Adds `Σ error ⊗ [x, 1]` of these rows to a gradient; the errors of rows that are none are 0. */
  add(row: number, gradient: Float64Array, errors: Float64Array): void;
}

export const productsOf = (examples: Examples | SparseExamples): RowProducts =>
  "starts" in examples ? sparseProducts(examples) : denseProducts(examples);

/** Gives the scores of each row, `[outputs]`, to `take`, which may overwrite them. */
export function eachScores(
  examples: Examples | SparseExamples,
  coefficients: Float64Array,
  take: (row: number, scores: Float64Array) => void,
): void {
  const { rows, columns } = examples;
  const outputs = coefficients.length / (columns + 1);
  const products = productsOf(examples);
  const { all, each } = scoreRoom(outputs);
  for (let row = 0; row < rows; row += rowsAtOnce) {
    products.scores(row, coefficients, all);
    for (let i = 0; i < rowsAtOnce && row + i < rows; i++) take(row + i, each[i] as Float64Array);
  }
}

/** Room for the scores of as many rows as are taken at once, together and row by row. */
export function scoreRoom(outputs: number): { readonly all: Float64Array; readonly each: Float64Array[] } {
  const all = new Float64Array(rowsAtOnce * outputs);
  const each = Array.from({ length: rowsAtOnce }, (_, i) => all.subarray(i * outputs, (i + 1) * outputs));
  return { all, each };
}

function denseProducts({ values, columns, rows }: Examples): RowProducts {
  const width = columns + 1;
  /** Where four rows begin; the last one stands for those beyond it. */
  const startsFrom = (row: number): readonly [number, number, number, number] => {
    const start = (i: number): number => Math.min(row + i, rows - 1) * columns;
    return [start(0), start(1), start(2), start(3)];
  };
  return {
    scores: (row, point, scores) => {
      const [a, b, c, d] = startsFrom(row);
      const outputs = scores.length / rowsAtOnce;
      for (let output = 0; output < outputs; output++) {
        const to = output * width;
        const intercept = point[to + columns] as number;
        let [s0, s1, s2, s3] = [intercept, intercept, intercept, intercept];
        for (let i = 0; i < columns; i++) {
          const weight = point[to + i] as number;
          s0 += weight * (values[a + i] as number);
          s1 += weight * (values[b + i] as number);
          s2 += weight * (values[c + i] as number);
          s3 += weight * (values[d + i] as number);
        }
        scores[output] = s0;
        scores[outputs + output] = s1;
        scores[2 * outputs + output] = s2;
        scores[3 * outputs + output] = s3;
      }
    },
    add: (row, gradient, errors) => {
      const [a, b, c, d] = startsFrom(row);
      const outputs = errors.length / rowsAtOnce;
      for (let output = 0; output < outputs; output++) {
        const to = output * width;
        const e0 = errors[output] as number;
        const e1 = errors[outputs + output] as number;
        const e2 = errors[2 * outputs + output] as number;
        const e3 = errors[3 * outputs + output] as number;
        for (let i = 0; i < columns; i++)
          gradient[to + i] =
            (gradient[to + i] as number) +
            (e0 * (values[a + i] as number) + e1 * (values[b + i] as number)) +
            (e2 * (values[c + i] as number) + e3 * (values[d + i] as number));
        gradient[to + columns] = (gradient[to + columns] as number) + (e0 + e1) + (e2 + e3);
      }
    },
  };
}

function sparseProducts({ rows, starts, at, values, columns }: SparseExamples): RowProducts {
  const width = columns + 1;
  /** Calls for each row with where its numbers begin and end, and for each of its outputs. */
  const each = (
    row: number,
    length: number,
    act: (place: number, output: number, [from, end]: readonly [number, number]) => void,
  ): void => {
    const outputs = length / rowsAtOnce;
    for (let i = 0; i < rowsAtOnce && row + i < rows; i++) {
      const range = [starts[row + i] as number, starts[row + i + 1] as number] as const;
      for (let output = 0; output < outputs; output++) act(i * outputs + output, output, range);
    }
  };
  return {
    scores: (row, point, scores) =>
      each(row, scores.length, (place, output, [from, end]) => {
        const to = output * width;
        let sum = point[to + columns] as number;
        for (let i = from; i < end; i++)
          sum += (values[i] as number) * (point[to + (at[i] as number)] as number);
        scores[place] = sum;
      }),
    add: (row, gradient, errors) =>
      each(row, errors.length, (place, output, [from, end]) => {
        const to = output * width;
        const error = errors[place] as number;
        for (let i = from; i < end; i++) {
          const column = to + (at[i] as number);
          gradient[column] = (gradient[column] as number) + error * (values[i] as number);
        }
        gradient[to + columns] = (gradient[to + columns] as number) + error;
      }),
  };
}
