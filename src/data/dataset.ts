/** The three disjoint parts of a data set: to learn from, to decide by, and to look at once at the end. */
export type Part = "train" | "validation" | "test";
export const parts = ["train", "validation", "test"] as const satisfies readonly Part[];

/** What the model sees. */
export interface Inputs {
  /** `"image"`: shape `[channels, height, width]`; `"table"`: shape `[columns]`. */
  readonly kind: "image" | "table";
  /** The shape of one example. */
  readonly shape: readonly number[];
  /** All examples, one after another: `[rows, ...shape]`. Pixels are 0 … 255 (uint8); table columns are raw numbers. */
  readonly values: Float32Array | Uint8Array;
  /** The names of a table's columns, in the order of `shape`. */
  readonly columns?: readonly string[];
}

/** What the model is asked for. */
export type Targets =
  /** `labels`: `[rows]`, indices into `classes`. */
  | { readonly kind: "classes"; readonly labels: Int32Array; readonly classes: readonly string[] }
  /** `values`: `[rows, columns.length]`. */
  | {
      readonly kind: "numbers";
      readonly values: Float32Array;
      readonly columns: readonly string[];
    };

/** Rows `[from, to)`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Examples in memory, unsplit and unscaled, as their source holds them. */
export interface Dataset {
  /** For people: "made-digits (20,000, seed 1)" or a file's name. */
  readonly name: string;
  readonly rows: number;
  readonly inputs: Inputs;
  readonly targets: Targets;
  /** Parts that the source itself fixes, such as MNIST's own test images; the other rows are free to be split. */
  readonly given?: Partial<Record<Part, RowRange>>;
}
