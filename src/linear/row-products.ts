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

/** What rows `x` are multiplied with, `[outputs, columns + 1]`, intercepts last. */
export interface RowProducts {
  /** Takes `[W, b]`, and begins a gradient. */
  begin(point: Float64Array): void;
  /** `scores = W x + b` of the rows from `row` on, `[rowsAtOnce, outputs]`. */
  scores(row: number, scores: Float64Array): void;
  /** Adds `Σ error ⊗ [x, 1]` of these rows to the gradient; the errors of rows that are none are 0. */
  add(row: number, errors: Float64Array): void;
  /** Writes the gradient. */
  end(gradient: Float64Array): void;
}

export const productsOf = (examples: Examples | SparseExamples, outputs: number): RowProducts =>
  "starts" in examples ? sparseProducts(examples, outputs) : denseProducts(examples, outputs);

/** Gives the scores of each row, `[outputs]`, to `take`, which may overwrite them. */
export function eachScores(
  examples: Examples | SparseExamples,
  coefficients: Float64Array,
  take: (row: number, scores: Float64Array) => void,
): void {
  const { rows, columns } = examples;
  const outputs = coefficients.length / (columns + 1);
  const products = productsOf(examples, outputs);
  const { all, each } = scoreRoom(outputs);
  products.begin(coefficients);
  for (let row = 0; row < rows; row += rowsAtOnce) {
    products.scores(row, all);
    for (let i = 0; i < rowsAtOnce && row + i < rows; i++) take(row + i, each[i] as Float64Array);
  }
}

/** Room for the scores of as many rows as are taken at once, together and row by row. */
export function scoreRoom(outputs: number): { readonly all: Float64Array; readonly each: Float64Array[] } {
  const all = new Float64Array(rowsAtOnce * outputs);
  const each = Array.from({ length: rowsAtOnce }, (_, i) => all.subarray(i * outputs, (i + 1) * outputs));
  return { all, each };
}

function denseProducts({ values, columns, rows }: Examples, outputs: number): RowProducts {
  const width = columns + 1;
  let point: Float64Array = new Float64Array();
  const gradient = new Float64Array(outputs * width);
  /** Where four rows begin; the last one stands for those beyond it. */
  const startsFrom = (row: number): readonly [number, number, number, number] => {
    const start = (i: number): number => Math.min(row + i, rows - 1) * columns;
    return [start(0), start(1), start(2), start(3)];
  };
  return {
    begin: (from) => {
      point = from;
      gradient.fill(0);
    },
    scores: (row, scores) => {
      const [a, b, c, d] = startsFrom(row);
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
    add: (row, errors) => {
      const [a, b, c, d] = startsFrom(row);
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
    end: (into) => into.set(gradient),
  };
}

/** Column by column within, so that the weights of a column lie side by side for all outputs. */
function sparseProducts({ rows, starts, at, values, columns }: SparseExamples, outputs: number): RowProducts {
  const width = columns + 1;
  /** `[columns + 1, outputs]`. */
  const [point, gradient] = [new Float64Array(outputs * width), new Float64Array(outputs * width)];
  return {
    begin: (from) => {
      for (let output = 0; output < outputs; output++)
        for (let i = 0; i < width; i++) point[i * outputs + output] = from[output * width + i] as number;
      gradient.fill(0);
    },
    scores: (row, scores) => {
      for (let place = 0, r = row; r < row + rowsAtOnce && r < rows; r++, place += outputs) {
        for (let k = 0; k < outputs; k++) scores[place + k] = point[columns * outputs + k] as number;
        for (let i = starts[r] as number; i < (starts[r + 1] as number); i++) {
          const value = values[i] as number;
          const from = (at[i] as number) * outputs;
          for (let k = 0; k < outputs; k++)
            scores[place + k] = (scores[place + k] as number) + value * (point[from + k] as number);
        }
      }
    },
    add: (row, errors) => {
      for (let place = 0, r = row; r < row + rowsAtOnce && r < rows; r++, place += outputs) {
        for (let k = 0; k < outputs; k++)
          gradient[columns * outputs + k] =
            (gradient[columns * outputs + k] as number) + (errors[place + k] as number);
        for (let i = starts[r] as number; i < (starts[r + 1] as number); i++) {
          const value = values[i] as number;
          const to = (at[i] as number) * outputs;
          for (let k = 0; k < outputs; k++)
            gradient[to + k] = (gradient[to + k] as number) + value * (errors[place + k] as number);
        }
      }
    },
    end: (into) => {
      for (let output = 0; output < outputs; output++)
        for (let i = 0; i < width; i++) into[output * width + i] = gradient[i * outputs + output] as number;
    },
  };
}
