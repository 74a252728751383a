/** Rows of numbers to fit a model to. */
export interface Examples {
  readonly rows: number;
  readonly columns: number;
  /** `[rows, columns]`. */
  readonly values: Float64Array | Float32Array;
  /** `[rows]`: how much each row counts; all alike when absent. */
  readonly weights?: Float64Array | Float32Array | undefined;
  /** `[columns]`: what messages call the columns; their numbers from 0 when absent. */
  readonly names?: readonly string[] | undefined;
}

export const weightOf = ({ weights }: Pick<Examples, "weights">, row: number): number => weights?.[row] ?? 1;

/** What a message calls a column. */
export const columnTitle = ({ names }: Pick<Examples, "names">, column: number): string =>
  `column ${names?.[column] === undefined ? column : `"${names[column]}"`}`;

/** How many rows count at all: one of weight 0 is as good as none. */
export const countedRows = ({ rows, weights }: Examples): number =>
  weights ? Array.from(weights).filter((weight) => weight > 0).length : rows;
