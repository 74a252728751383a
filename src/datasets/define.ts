import { z } from "zod";
import type { Published, SourceDataset } from "../data/index.ts";

/** Where a data source may look. */
export interface DatasetContext {
  /** The folder that relative paths count from: the recipe's. */
  readonly baseFolder: string;
  /** Where shared data sets are looked for, in this order. */
  readonly dataFolders: readonly string[];
  /** Whether numbers of tables keep all their digits, beyond the float32 that networks take: no when absent. */
  readonly isExact?: boolean;
}

/** What is known of how a delimited file is written. */
export interface DelimitedForm {
  readonly separator?: string | undefined;
  readonly header?: boolean | undefined;
}

/** How a source reads a path that was given without a recipe. */
export interface PathReading {
  /** What the recipe then says besides `source`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The columns to choose a target from, for a table. */
  readonly columns?: readonly string[];
}

/** What is known of a made data set: numbers by name, of the whole or one for each row or column. */
export type Truth = Readonly<Record<string, number | readonly number[]>>;

/** What suits a kind of data, each as a recipe says it. */
export interface Usual {
  readonly model: { readonly preset: string; readonly [setting: string]: unknown };
  readonly optimizer?: { readonly use: string; readonly learningRate: number };
  readonly regularizers?: readonly { readonly use: string; readonly [setting: string]: unknown }[];
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Why, as a clause for people; and how it goes on where the techniques are these. */
  readonly because?: string;
  readonly becauseTechniques?: string;
}

/** A source of examples. */
export interface DatasetSource<P extends z.ZodRawShape = z.ZodRawShape> {
  /** The name in a recipe, and of the file that declares it. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** What a recipe stands for where it is silent and its data is this; the defaults of all recipes when absent. */
  readonly usual?: Usual;
  /** What a recipe says besides `source`: each with a description, and required unless it has a default. */
  readonly params: P;
  /** Where its files are to be had, for what is published. */
  readonly published?: Published;
  /** Whether it is made from a seed, and so needs no files. */
  readonly isMade?: boolean;
  /** @throws UserError when the data is missing or damaged. */
  load(params: z.output<z.ZodObject<P>>, context: DatasetContext): Promise<SourceDataset>;
  /** For what is made from a seed: what only its maker knows, such as the target without noise. */
  truth?(params: z.output<z.ZodObject<P>>): Truth;
  /**
   * Reads an existing file or folder as data of this source; nothing when it does not look like it.
   * @throws UserError when it does, but is damaged.
   */
  fromPath?(path: string, form: DelimitedForm): Promise<PathReading | undefined>;
}

/** The setting of every source with classes that says which of two is looked for. */
export const positiveParam = z.string().min(1).optional().meta({
  description: "Which of two classes is the one looked for; the second in order when absent.",
});

/**
 * Declares a data source: the one value that its file exports. What needs Node is imported inside `load`, so that a
 * browser can read the declaration.
 */
export const defineDataset = <const P extends z.ZodRawShape>(source: DatasetSource<P>): DatasetSource<P> =>
  source;
