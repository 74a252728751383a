/** Rows of numbers to fit a model to. */
export interface Examples {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]`. */
  readonly values: Float64Array | Float32Array;
  /** `[rows]`: how much each row counts; all alike when absent. */
  readonly weights?: Float32Array | undefined;
}

export const weightOf = ({ weights }: Examples, row: number): number => weights?.[row] ?? 1;
