// What each technique does, at the strength at which it is prescribed, to networks that overfit made data: the share of the
// gap in loss that it closes, and what becomes of the validation loss. Writes the table that prescriptions quote.
import { writeFileSync } from "node:fs";
import { bug, median } from "../src/base/index.ts";
import { type DatasetContext, datasets } from "../src/datasets/index.ts";
import { textColumns } from "../src/derive/index.ts";
import type { EpochRecord } from "../src/history/index.ts";
import { parseRecipe, type Recipe, type RecipeInput } from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { planRun } from "../src/train/index.ts";
import { trainTiny } from "../test/tiny-runs.ts";

const table = new URL("../src/derive/remedy-effects.ts", import.meta.url);

interface Problem {
  readonly name: string;
  readonly recipe: RecipeInput;
  readonly seeds: readonly number[];
}

/** Networks without a technique that know their few training rows by heart at the end. */
const problems: readonly Problem[] = [
  {
    name: "dense net, 400 made digits",
    recipe: {
      data: { source: "made-digits", size: 1200 },
      split: { train: 400, validation: 800, test: 0 },
      model: { preset: "mlp", hidden: [64] },
      optimizer: { use: "adam", learningRate: 0.003 },
      batchSize: 40,
      epochs: 30,
    },
    seeds: [1, 2],
  },
  {
    name: "convolutional net, 200 made digits",
    recipe: {
      data: { source: "made-digits", size: 800, seed: 2 },
      split: { train: 200, validation: 600, test: 0 },
      model: { preset: "lenet", channels: [6, 12], units: [40] },
      optimizer: { use: "adam", learningRate: 0.003 },
      batchSize: 40,
      epochs: 30,
    },
    seeds: [1],
  },
  {
    name: "dense net, table of 60 rows with 15 % wrong labels",
    recipe: {
      data: { source: "two-moons", rows: 660, noise: 0.3, flipped: 0.15 },
      split: { train: 60, validation: 600, test: 0 },
      model: { preset: "mlp", hidden: [100, 100] },
      optimizer: { use: "adam", learningRate: 0.01 },
      batchSize: 20,
      epochs: 120,
    },
    seeds: [1, 2],
  },
];

interface Source {
  load(settings: unknown, context: DatasetContext): ReturnType<(typeof datasets)["made-digits"]["load"]>;
}

const loaded = new Map<string, ReturnType<Source["load"]>>();

/** The data of a recipe, made once. */
function dataOf({ data: { source, ...settings } }: Recipe): ReturnType<Source["load"]> {
  const key = JSON.stringify([source, settings]);
  const loader =
    (datasets as unknown as Readonly<Record<string, Source>>)[source] ?? bug(`no source ${source}`);
  const made = loaded.get(key) ?? loader.load(settings, { baseFolder: ".", dataFolders: [] });
  loaded.set(key, made);
  return made;
}

/** The scores of the weights that a run keeps; nothing where it diverges, or the technique does not fit it. */
async function keptOf(input: RecipeInput): Promise<EpochRecord | undefined> {
  const recipe = parseRecipe(input, "the recipe");
  const { kind, keep, saved } = await trainTiny(planRun(recipe, await dataOf(recipe)));
  return kind === "diverged" ? undefined : saved.records.find(({ epoch }) => epoch === keep);
}

const lossesOf = (record: EpochRecord): { readonly gap: number; readonly validation: number } => {
  const validation = record.validation?.loss ?? bug("a run without validation");
  return { gap: validation - record.train.loss, validation };
};

/** One technique on one problem from one seed. */
interface Effect {
  readonly problem: string;
  /** 1 when training and validation loss are equal with it; below 0 when the gap grew. */
  readonly closed: number;
  /** Relative change of the validation loss. */
  readonly change: number;
}

interface Setting {
  readonly problem: string;
  readonly recipe: RecipeInput;
  readonly without: ReturnType<typeof lossesOf>;
}

async function effectOf({ problem, recipe, without }: Setting, use: string): Promise<Effect | undefined> {
  const record = await keptOf({ ...recipe, regularizers: [use] as RecipeInput["regularizers"] & {} }).catch(
    (error: unknown) => {
      console.error(`${use}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    },
  );
  if (record === undefined) return undefined;
  const { gap, validation } = lossesOf(record);
  if (!Number.isFinite(gap)) return undefined;
  return { problem, closed: 1 - gap / without.gap, change: validation / without.validation - 1 };
}

const rangeOf = (values: readonly number[]): readonly number[] =>
  [Math.min(...values), median(values), Math.max(...values)].map((value) => Number(value.toFixed(2)));

const rangeText = (values: readonly number[]): string =>
  rangeOf(values)
    .map((value) => `${Math.round(100 * value)} %`)
    .join(" … ");

/** What is found after training is in no epoch's scores. */
const candidates = Object.values<Regularizer>(regularizers).filter(
  ({ at, treats }) =>
    !at.after && treats.some((sign) => ["large-gap", "late-rise", "over-confidence"].includes(sign)),
);

/** Fewer make no range. */
const fewestRuns = 3;

function fileText(effects: ReadonlyMap<string, readonly Effect[]>): string {
  const told = [...effects].filter(([, all]) => all.length >= fewestRuns);
  const rows = told.map(([id, all]) => {
    const [closed, change] = [rangeOf(all.map((one) => one.closed)), rangeOf(all.map((one) => one.change))];
    const dataSets = new Set(all.map(({ problem }) => problem)).size;
    return `  ${id}: { runs: ${all.length}, dataSets: ${dataSets}, closed: [${closed.join(", ")}], change: [${change.join(", ")}] },`;
  });
  return [
    "// Generated by `npm run reproduce -- remedy-effects`.",
    'import type { RemedyEffect } from "./prescription.ts";',
    "",
    "export const remedyEffects: Readonly<Record<string, RemedyEffect>> = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}

/** Measures every technique that treats overfitting, prints its effects, and writes them where prescriptions find them. */
export async function remedyEffects(): Promise<void> {
  const settings: Setting[] = [];
  for (const { name, recipe, seeds } of problems)
    for (const seed of seeds) {
      const bare = { ...recipe, seed, regularizers: [] };
      const record = (await keptOf(bare)) ?? bug("the bare run diverged");
      const without = lossesOf(record);
      console.log(
        `${name}, seed ${seed}: losses ${record.train.loss.toFixed(4)} and ${without.validation.toFixed(3)}`,
      );
      settings.push({ problem: name, recipe: bare, without });
    }
  const effects = new Map<string, readonly Effect[]>();
  for (const { id } of candidates) {
    const found: Effect[] = [];
    for (const setting of settings) {
      const effect = await effectOf(setting, id);
      if (effect) found.push(effect);
    }
    if (found.length > 0) effects.set(id, found);
    console.log(`${id}: ${found.map(({ closed }) => closed.toFixed(2)).join(" ")}`);
  }
  const rows = [...effects].map(([id, all]) => [
    id,
    String(all.length),
    rangeText(all.map(({ closed }) => closed)),
    rangeText(all.map(({ change }) => change)),
  ]);
  console.log(textColumns([["technique", "runs", "gap closed", "validation loss"], ...rows]));
  writeFileSync(table, fileText(effects));
}
