// The two products that a model learned by its gradient needs of each row.
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

/** What a row `x` is multiplied with: `[outputs, columns + 1]`, intercepts last. */
export interface RowProducts {
  /** `scores = W x + b`. */
  scores(row: number, point: Float64Array, scores: Float64Array): void;
  /** Adds `error ⊗ [x, 1]` to a gradient. */
  add(row: number, gradient: Float64Array, errors: Float64Array): void;
}

export const productsOf = (examples: Examples | SparseExamples): RowProducts =>
  "starts" in examples ? sparseProducts(examples) : denseProducts(examples);

const denseProducts = ({ values, columns }: Examples): RowProducts => ({
  scores: (row, point, scores) => {
    const from = row * columns;
    for (let output = 0; output < scores.length; output++) {
      const to = output * (columns + 1);
      let sum = point[to + columns] as number;
      for (let column = 0; column < columns; column++)
        sum += (values[from + column] as number) * (point[to + column] as number);
      scores[output] = sum;
    }
  },
  add: (row, gradient, errors) => {
    const from = row * columns;
    for (let output = 0; output < errors.length; output++) {
      const to = output * (columns + 1);
      const error = errors[output] as number;
      for (let column = 0; column < columns; column++)
        gradient[to + column] = (gradient[to + column] as number) + error * (values[from + column] as number);
      gradient[to + columns] = (gradient[to + columns] as number) + error;
    }
  },
});

const sparseProducts = ({ starts, at, values, columns }: SparseExamples): RowProducts => ({
  scores: (row, point, scores) => {
    const [from, end] = [starts[row] as number, starts[row + 1] as number];
    for (let output = 0; output < scores.length; output++) {
      const to = output * (columns + 1);
      let sum = point[to + columns] as number;
      for (let i = from; i < end; i++)
        sum += (values[i] as number) * (point[to + (at[i] as number)] as number);
      scores[output] = sum;
    }
  },
  add: (row, gradient, errors) => {
    const [from, end] = [starts[row] as number, starts[row + 1] as number];
    for (let output = 0; output < errors.length; output++) {
      const to = output * (columns + 1);
      const error = errors[output] as number;
      for (let i = from; i < end; i++) {
        const column = to + (at[i] as number);
        gradient[column] = (gradient[column] as number) + error * (values[i] as number);
      }
      gradient[to + columns] = (gradient[to + columns] as number) + error;
    }
  },
});
