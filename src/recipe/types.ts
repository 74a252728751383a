import type { z } from "zod";
import type { SplitSpec } from "../data/index.ts";
import type { datasets } from "../datasets/index.ts";
import type { layers } from "../layers/index.ts";
import type { losses } from "../losses/index.ts";
import type { models } from "../models/index.ts";
import type { optimizers } from "../optimizers/index.ts";
import type { regularizers } from "../regularizers/index.ts";
import type { schedules } from "../schedules/index.ts";
import type { Parameters, Settings } from "../seams/index.ts";

/** An element of a parsed recipe: which one, and all of its settings. */
export interface Entry {
  readonly use: string;
  readonly [setting: string]: unknown;
}

/** When a technique acts, and how its strength sets in. */
export interface Timing {
  /** Its first epoch, counted from 1. */
  readonly from?: number | undefined;
  /** Its last epoch. */
  readonly until?: number | undefined;
  /** How many epochs its strength takes to rise to its full value. */
  readonly ramp?: number | undefined;
}

export interface RegularizerEntry extends Entry, Timing {
  /** The layers it is restricted to; all when absent. */
  readonly layers?: readonly string[];
}

export interface OptimizerEntry extends Entry {
  readonly learningRate: number;
}

/** A named model with all of its settings. */
export interface PresetEntry {
  readonly preset: string;
  readonly [setting: string]: unknown;
}

/** Where a run's arithmetic happens. */
export interface RunSettings {
  readonly threads: number;
  readonly device: "cpu" | "webgpu" | "cuda";
}

/** One run, completely described: validated, with every default filled in. */
export interface Recipe {
  readonly version: 1;
  /** For people; it changes nothing. */
  readonly name?: string;
  readonly data: { readonly source: string; readonly [setting: string]: unknown };
  readonly split: SplitSpec;
  readonly scaling: { readonly divisor: number; readonly targets: "standardize" | "none" };
  readonly model: PresetEntry | { readonly layers: readonly Entry[] };
  /** `"auto"`: the usual loss of the task. */
  readonly loss: "auto" | Entry;
  /** How much the rows of each class count in the loss that is trained; those that are not named count 1. */
  readonly classWeights?: "balanced" | Readonly<Record<string, number>>;
  readonly optimizer: OptimizerEntry;
  readonly schedule: Entry;
  readonly regularizers: readonly RegularizerEntry[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly evaluation: {
    /** How many training rows the fair training score is measured on. */
    readonly trainRows: number;
    /** How many passes with noise predictions are averaged over at the end of the run. */
    readonly mcSamples?: number;
  };
  readonly run: RunSettings;
}

type Registry = Readonly<Record<string, { readonly params: Parameters }>>;

/** An element as a user writes it: its name, or its name with some of its settings. */
type Written<R extends Registry, Key extends string, Extra = unknown> = {
  [Id in keyof R & string]: Id | (Readonly<Record<Key, Id>> & Partial<Settings<R[Id]["params"]>> & Extra);
}[keyof R & string];

type LayerRegistry = typeof layers;

/** A layer as a user writes it; layers inside of it are written the same way. */
type WrittenLayer = {
  [Id in keyof LayerRegistry]:
    | Id
    | ({ readonly use: Id } & {
        readonly [K in keyof LayerRegistry[Id]["params"]]?: K extends "layers"
          ? readonly WrittenLayer[]
          : Settings<LayerRegistry[Id]["params"]>[K];
      });
}[keyof LayerRegistry];

/** A preset with a number after its name: `resnet-20`. */
type NumberedPreset = {
  [Id in keyof typeof models]: (typeof models)[Id] extends { readonly numbered: string }
    ? `${Id}-${number}`
    : never;
}[keyof typeof models];

type WrittenData = {
  [Id in keyof typeof datasets]:
    | Id
    | ({ readonly source: Id } & z.input<z.ZodObject<(typeof datasets)[Id]["params"]>>);
}[keyof typeof datasets];

/** A recipe as a user writes it: every field may be left out, and an element may be just its name. */
export interface RecipeInput extends Partial<
  Pick<Recipe, "version" | "name" | "epochs" | "batchSize" | "shuffle" | "seed" | "classWeights">
> {
  readonly data?: WrittenData;
  readonly split?: Partial<SplitSpec>;
  readonly scaling?: Partial<Recipe["scaling"]>;
  readonly model?:
    | Written<typeof models, "preset">
    | NumberedPreset
    | { readonly layers: readonly WrittenLayer[] };
  readonly loss?: "auto" | Written<typeof losses, "use">;
  readonly optimizer?: Written<typeof optimizers, "use", { readonly learningRate?: number }>;
  readonly schedule?: Written<typeof schedules, "use">;
  readonly regularizers?: readonly Written<
    typeof regularizers,
    "use",
    { readonly layers?: readonly string[] } & Timing
  >[];
  readonly evaluation?: Partial<Recipe["evaluation"]>;
  readonly run?: Partial<RunSettings>;
}
