import type { Encoding } from "./encoding.ts";
import type { RowStream } from "./streamed.ts";

/** The three disjoint parts of a data set: to learn from, to decide by, and to look at once at the end. */
export type Part = "train" | "validation" | "test";
export const parts = ["train", "validation", "test"] as const satisfies readonly Part[];

/** How images of other sizes are brought to one: cut at the edges, set on black, or stretched. */
export type Fit = "cover" | "contain" | "fill";

/** What images of any size and colour become. */
export interface ImageForm {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly fit: Fit;
  /** Which number is white, of images that are not bytes. */
  readonly white?: number;
}

/** Numbers as the model sees them. */
export interface NumberInputs {
  /** `"image"`: shape `[channels, height, width]`; `"table"`: shape `[columns]`. */
  readonly kind: "image" | "table";
  /** The shape of one example. */
  readonly shape: readonly number[];
  /** All examples, one after another: `[rows, ...shape]`. Pixels are 0 … 255 (uint8); table columns are raw numbers. */
  readonly values: Float32Array | Uint8Array;
  /** Where they come from when they are never all in memory: `values` must not be asked for then. */
  readonly stream?: RowStream;
  /** Which number of an image is white; 255 when absent. */
  readonly white?: number;
  /** How images got their shape; `"cover"` when absent. */
  readonly fit?: Fit;
  /** The names of a table's columns, in the order of `shape`. */
  readonly columns?: readonly string[];
  /** How the numbers came from the columns of a file, where those were not all complete columns of numbers. */
  readonly encoded?: {
    readonly by: Encoding;
    /** For each number of an example, whether it is 0 or 1 by its nature. */
    readonly indicators: readonly boolean[];
    readonly from: Columns;
  };
}

export interface NumberColumn {
  readonly kind: "numbers";
  readonly name: string;
  /** `[rows]`; NaN is a gap. Of more digits than a model takes where rows are told apart by them. */
  readonly values: Float32Array | Float64Array;
}

export interface LevelColumn {
  readonly kind: "levels";
  readonly name: string;
  /** `[rows]`: positions in `levels`; −1 is a gap. */
  readonly codes: Int32Array;
  readonly levels: readonly string[];
  /** The levels from the lowest to the highest, where they have an order. */
  readonly order?: readonly string[];
}

/** Columns of a file before they are numbers: what stands for a gap or a level is learned from the training rows alone. */
export interface Columns {
  readonly kind: "columns";
  readonly columns: readonly (NumberColumn | LevelColumn)[];
  /** For columns on disk, which are looked at one at a time: their rows as a stream. */
  encoded?(by: Encoding): NumberInputs;
}

/** Texts as numbers of their words. */
export interface TokenInputs extends Tokenization {
  readonly kind: "tokens";
  /** `[length]`: how many tokens a row has, padding included. */
  readonly shape: readonly number[];
  /** `[rows, length]`: positions in `vocabulary`; 0 is padding, which stands at the end, and 1 an unknown token. */
  readonly values: Int32Array;
  /** The token of each number. */
  readonly vocabulary: readonly string[];
}

/** What the model sees. */
export type Inputs = NumberInputs | TokenInputs;

/** How texts become tokens. */
export interface Tokenization {
  readonly lowerCase: boolean;
}

/** What is kept of texts when they become tokens. */
export interface VocabularyLimits {
  /** At most this many different tokens, the most frequent ones. */
  readonly vocabularySize: number;
  /** Tokens that occur less often than this are unknown. */
  readonly minimumCount: number;
  /** Tokens of a text beyond this many are cut off. */
  readonly maximumLength: number;
}

/** Texts before they are tokens: which tokens there are is learned from the training rows alone. */
export interface Texts extends Tokenization, VocabularyLimits {
  readonly kind: "text";
  /** One a row. */
  readonly texts: readonly string[];
}

/** What the model is asked for. */
export type Targets =
  /** `labels`: `[rows]`, indices into `classes`. */
  | {
      readonly kind: "classes";
      readonly labels: Int32Array;
      readonly classes: readonly string[];
      /** Which of two classes is the one looked for; the second when absent. */
      readonly positive?: number;
    }
  /** `values`: `[rows, columns.length]`. */
  | {
      readonly kind: "numbers";
      readonly values: Float32Array | Float64Array;
      readonly columns: readonly string[];
    };

/** Rows `[from, to)`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** A file of rows and columns, beside what is learned from it; for people. */
export interface TableFacts {
  /** How numbers of columns are written, by names of forms, where that is not as programs write them. */
  readonly written?: Readonly<Record<string, string>>;
  /** How it is written, each a phrase: "cells separated by semicolons (detected)". */
  readonly form: readonly string[];
  /** Columns that say something about rows, by what they say. */
  readonly roles: RoleNames;
  /** Columns that were to be left out. */
  readonly ignored: readonly string[];
  /** Of texts: the one column that is learned from, and those that are not read beside it. */
  readonly text?: string;
  readonly unread?: readonly string[];
}

/** Columns by what they are for. */
export interface RoleNames {
  /** Rows with the same value belong together. */
  readonly group?: string | undefined;
  /** When a row happened. */
  readonly time?: string | undefined;
  /** How much a row counts. */
  readonly weights?: string | undefined;
}

/** Examples in memory, unsplit and unscaled. */
export interface Dataset<I extends Inputs | Texts | Columns = Inputs> {
  /** For people: "made-digits (20,000, seed 1)" or a file's name. */
  readonly name: string;
  readonly rows: number;
  readonly inputs: I;
  readonly targets: Targets;
  /** What people should know about how it was read, each a phrase: rows left out, an encoding that was guessed. */
  readonly notes?: readonly string[];
  /** The column that the targets come from, and why they are classes or numbers, for people. */
  readonly target?: { readonly name: string; readonly why: string };
  /** Of a file of rows and columns. */
  readonly table?: TableFacts;
  /** Parts that the source itself fixes, such as MNIST's own test images; the other rows are free to be split. */
  readonly given?: Partial<Record<Part, RowRange>>;
  /** `[rows]`: rows with the same number belong together, as measurements of one patient do; no two parts share any. */
  readonly groups?: Int32Array;
  /** `[rows]`: when each row happened; training gets the earliest rows, the test part the latest. */
  readonly times?: Float64Array;
  /** For people: what the reader had to decide to make examples of what it found. */
  readonly reading?: string;
  /** `[rows]`: how much each row counts in training and in scores; all alike when absent. */
  readonly weights?: Float32Array | Float64Array;
}

/** Examples as their source holds them. */
export type SourceDataset = Dataset<Inputs | Texts | Columns>;
