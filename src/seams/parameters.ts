import { z } from "zod";
import type { Tensor } from "../graph/index.ts";

/** What is known about a parameter: declared once, read by flags, sliders, searches, docs and the recipe's schema. */
interface Facts<T> {
  /** As in the formula; the parameter's own name when absent. */
  readonly symbol?: string;
  /** A phrase with its unit, such as "Probability that a unit is dropped". */
  readonly description: string;
  readonly default: T;
}

interface NumberFacts extends Facts<number> {
  /** Inclusive bounds. */
  readonly min?: number;
  readonly max?: number;
  /** Whether `min` itself is refused. */
  readonly aboveMin?: boolean;
  /** The value at which the technique changes nothing. */
  readonly off?: number;
  /** Where a search looks, and how a slider is scaled. */
  readonly search?: {
    readonly from: number;
    readonly to: number;
    readonly scale: "linear" | "log";
  };
}

/** A layer of a recipe: `{ "use": "dense", "units": 100 }`. */
export interface LayerEntry {
  readonly use: string;
  readonly [setting: string]: unknown;
}

export interface Parameter<T = unknown> {
  readonly kind: "live" | "fixed" | "count" | "choice" | "flag" | "list" | "perAxis" | "layers" | "scores";
  /** Checks a value of the recipe and fills in the default. */
  readonly schema: z.ZodType<T>;
  readonly facts: Facts<unknown> & Partial<Omit<NumberFacts, "default">>;
  readonly choices?: readonly string[];
}

/** A number that is fed at run time: changing it does not recompile the step. */
export interface Live extends Parameter<number> {
  readonly kind: "live";
}

function bounded(base: z.ZodNumber, facts: NumberFacts): z.ZodType<number> {
  let schema = base;
  if (facts.min !== undefined) schema = facts.aboveMin ? schema.gt(facts.min) : schema.min(facts.min);
  if (facts.max !== undefined) schema = schema.max(facts.max);
  return schema.default(facts.default).meta({ description: facts.description });
}

/** A strength: fed at run time, so that a whole path of values shares one compiled step. */
export const live = (facts: NumberFacts): Live => ({
  kind: "live",
  schema: bounded(z.number(), facts),
  facts,
});

/** A real number that is built into the step. */
export const fixed = (facts: NumberFacts): Parameter<number> => ({
  kind: "fixed",
  schema: bounded(z.number(), facts),
  facts,
});

/** A whole number. */
export const count = (facts: NumberFacts): Parameter<number> => ({
  kind: "count",
  schema: bounded(z.int(), facts),
  facts,
});

/** One of a few words. */
export const choice = <const T extends string>(
  choices: readonly [T, ...T[]],
  facts: Facts<NoInfer<T>>,
): Parameter<T> => ({
  kind: "choice",
  schema: z
    .enum(choices)
    .default(facts.default as never)
    .meta({ description: facts.description }) as unknown as z.ZodType<T>,
  facts,
  choices,
});

export const flag = (facts: Facts<boolean>): Parameter<boolean> => ({
  kind: "flag",
  schema: z.boolean().default(facts.default).meta({ description: facts.description }),
  facts,
});

/** Whole numbers of at least 1, such as the sizes of hidden layers. */
export const counts = (facts: Facts<readonly number[]>): Parameter<readonly number[]> => ({
  kind: "list",
  schema: z
    .array(z.int().min(1))
    .readonly()
    .default([...facts.default])
    .meta({ description: facts.description }),
  facts,
});

interface PerAxisFacts<W extends string> extends Facts<number | readonly number[] | NoInfer<W>> {
  readonly min: number;
  /** Words that stand for a rule. */
  readonly words?: readonly W[];
}

/** A whole number for every axis of an image or a sequence alike, a list with one for each, or a word. */
export function perAxis<const W extends string = never>({
  words = [],
  ...facts
}: PerAxisFacts<W>): Parameter<number | readonly number[] | W> {
  const number = z.int().min(facts.min);
  const options = [number, z.array(number).min(1), ...(words.length > 0 ? [z.enum([...words])] : [])];
  return {
    kind: "perAxis",
    schema: z
      .union(options)
      .default(facts.default as never)
      .meta({ description: facts.description }) as unknown as z.ZodType<number | readonly number[] | W>,
    facts,
    choices: words,
  };
}

interface ScoreFacts extends Facts<string | readonly string[]> {
  /** Those that stand for a score by what it is, beside the ids of metrics. */
  readonly words: readonly string[];
}

/** What a run measures after an epoch, one score or a list of them; the plan knows which there are. */
export function scoreNames({ words, ...facts }: ScoreFacts): Parameter<string | readonly string[]> {
  return {
    kind: "scores",
    schema: z
      .union([z.string(), z.array(z.string()).min(1)])
      .default(facts.default as never)
      .meta({ description: facts.description }) as unknown as z.ZodType<string | readonly string[]>,
    facts,
    choices: words,
  };
}

/** Layers inside of a layer; the recipe's schema knows what each may be. */
export const layerList = (facts: Facts<readonly LayerEntry[]>): Parameter<readonly LayerEntry[]> => ({
  kind: "layers",
  schema: z
    .array(z.looseObject({ use: z.string() }))
    .readonly()
    .default([...facts.default])
    .meta({ description: facts.description }),
  facts,
});

export type Parameters = Readonly<Record<string, Parameter>>;

type ValueOf<P> = P extends { readonly schema: z.ZodType<infer T> } ? T : never;

/** Parameter values as the recipe holds them. */
export type Settings<P extends Parameters = Parameters> = {
  readonly [K in keyof P]: ValueOf<P[K]>;
};

/** Parameter values as a seam's function sees them: live ones are scalar graph values, the others plain values. */
export type Applied<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Live ? Tensor : ValueOf<P[K]>;
};
