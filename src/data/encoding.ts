// How columns of a file become numbers for a model.

/** A column of numbers: a gap becomes the median of the training rows. */
export interface NumberEncoding {
  readonly kind: "number";
  readonly name: string;
  readonly fill: number;
  /** Whether a further number says where there was a gap: only where training rows have gaps. */
  readonly isFlagged: boolean;
}

/** A column of categories: one number, 0 or 1, for each level. */
export interface LevelEncoding {
  readonly kind: "levels";
  readonly name: string;
  /** The levels with a number of their own; a gap is the level `""`. */
  readonly levels: readonly string[];
  /** Whether a last number stands for all other levels: only where training rows have such. */
  readonly hasOther: boolean;
}

/** A column of categories that have an order: one number, the place of the level in it from 0; a gap becomes the median. */
export interface OrdinalEncoding {
  readonly kind: "ordinal";
  readonly name: string;
  /** From the lowest to the highest. */
  readonly levels: readonly string[];
  readonly fill: number;
  /** Whether a further number says where there was a gap: only where training rows have gaps. */
  readonly isFlagged: boolean;
}

export type ColumnEncoding = NumberEncoding | LevelEncoding | OrdinalEncoding;

/** A column that nothing can be learned from. */
export interface LeftOut {
  readonly name: string;
  readonly why: "constant" | "identifier" | "prose" | "rowNumber" | "empty" | "tooClose";
}

/** How the columns of a table become numbers, learned from training rows alone. */
export interface Encoding {
  readonly columns: readonly ColumnEncoding[];
  readonly leftOut: readonly LeftOut[];
}
