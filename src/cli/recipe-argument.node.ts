import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { didYouMean, UserError } from "../base/index.ts";
import { type DatasetSource, datasets } from "../datasets/index.ts";
import {
  modelLayers,
  overrideRecipe,
  parseRecipe,
  readRecipeText,
  type Recipe,
  type RecipeInput,
  withRegularizers,
} from "../recipe/index.ts";
import { checkDataFlags, dataEdits, type DataFlags, formOf, takes } from "./data-flags.ts";
import { exists } from "./exists.node.ts";
import { asMisuse } from "./misuse.ts";

/** The flags that edit a recipe. */
export interface RecipeFlags extends DataFlags {
  readonly fold?: string | undefined;
  readonly model?: string | undefined;
  readonly with?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly epochs?: number | undefined;
  readonly seed?: number | undefined;
  readonly threads?: number | undefined;
  readonly device?: string | undefined;
}

/** What a command line asks to be trained. */
export interface Asked {
  readonly recipe: Recipe;
  /** Where relative paths in the recipe count from. */
  readonly baseFolder: string;
  /** Whether the command line itself says what is to go together, and not a file alone. */
  readonly isOwn: boolean;
}

/** What the argument alone amounts to. */
interface Start {
  readonly input: RecipeInput;
  readonly baseFolder: string;
  /** The columns to choose a target from, when the argument is a table. */
  readonly columns?: readonly string[] | undefined;
}

const sources: Readonly<Record<string, DatasetSource>> = datasets as never;

const recipeFile = "recipe.json";

/** Whether a source needs nothing but its name. */
const standsAlone = (source: string): boolean =>
  Object.hasOwn(sources, source) && z.object(sources[source]?.params).safeParse({}).success;

/** Where the paths in a run's recipe count from; nothing for a folder that holds no run. */
async function runBaseFolder(folder: string): Promise<string | undefined> {
  const manifest = join(folder, "manifest.json");
  if (!(await exists(manifest))) return undefined;
  const { readManifest } = await import("../train/index.node.ts");
  return (await readManifest(manifest))?.baseFolder;
}

/** The same for the recipes that a search wrote beside its result. */
async function searchBaseFolder(folder: string): Promise<string | undefined> {
  const { readSearchBase } = await import("../worker/index.ts");
  return readSearchBase(folder);
}

/** The recipe of a file; that of a run or a search counts its paths from where that was started. */
async function fromRecipe(path: string): Promise<Start> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new UserError(
      { where: path, got: "a file that cannot be read", expected: "a recipe", hint: cause.message },
      { cause },
    );
  });
  const folder = dirname(resolve(path));
  return {
    input: readRecipeText(text, path) as unknown as RecipeInput,
    baseFolder: (await runBaseFolder(folder)) ?? (await searchBaseFolder(folder)) ?? folder,
  };
}

/** The first data source that a path looks like data of; those that take the flags before the others. */
async function fromData(path: string, flags: RecipeFlags): Promise<Start | undefined> {
  const byFit = Object.entries(sources).toSorted(
    ([, a], [, b]) => Number(takes(b, flags)) - Number(takes(a, flags)),
  );
  for (const [source, { fromPath }] of byFit) {
    const reading = await fromPath?.(path, formOf(flags));
    if (reading) {
      const data = { source, ...reading.settings } as unknown as NonNullable<RecipeInput["data"]>;
      return { input: { data }, baseFolder: resolve("."), columns: reading.columns };
    }
  }
  return undefined;
}

function unreadable(argument: string, isThere: boolean): UserError {
  return new UserError({
    where: argument,
    got: isThere ? "a file or folder of an unknown kind" : "no such file, and no data source of that name",
    expected: `a recipe (.json), the folder of a run, a table (.csv, .tsv, .parquet, .jsonl, .json), NumPy arrays (.npz, .npy), a folder of IDX or CIFAR-10 files or of images by class, or one of ${Object.keys(sources).join(", ")}`,
    hint: isThere ? unreadableHint(argument) : suggestion(argument),
  });
}

function unreadableHint(path: string): string {
  if (/\.(xlsx?|xlsm|ods|numbers)$/i.test(path)) return "Save the sheet as CSV in the program that wrote it";
  if (/\.(zip|tar|t[gx]z|7z|rar|tar\.\w+)$/i.test(path)) return "Unpack the archive, and name what is in it";
  return "A table is known by the ending of its name: rename it to end with .csv, .tsv, .parquet or .jsonl";
}

/** A word that is no path may be a misspelled data source. */
function suggestion(argument: string): string | undefined {
  return /[./\\]/.test(argument) ? undefined : didYouMean(argument, Object.keys(sources));
}

/** Whether a JSON file is a table, where a recipe is an object of settings. */
async function isJsonTable(path: string): Promise<boolean> {
  if (!/\.json$/i.test(path) || !(await stat(path)).isFile()) return false;
  const { holdsJsonTable } = await import("../data/index.node.ts");
  return holdsJsonTable(path);
}

async function startOf(argument: string | undefined, flags: RecipeFlags): Promise<Start> {
  if (argument === undefined) return { input: {}, baseFolder: resolve(".") };
  if (standsAlone(argument))
    return { input: { data: argument as keyof typeof datasets } as RecipeInput, baseFolder: resolve(".") };
  const isThere = await exists(argument);
  // The settings that it needs may follow by --set.
  if (!isThere && Object.hasOwn(sources, argument))
    return { input: { data: { source: argument } } as unknown as RecipeInput, baseFolder: resolve(".") };
  if (!isThere) return asMisuse(() => Promise.reject(unreadable(argument, false)));
  if (/\.json$/i.test(argument) && !(await isJsonTable(argument))) return fromRecipe(argument);
  if (await exists(join(argument, recipeFile))) return fromRecipe(join(argument, recipeFile));
  const start = await fromData(argument, flags);
  return start ?? asMisuse(() => Promise.reject(unreadable(argument, true)));
}

/** The source that a recipe takes its data from. */
function sourceOf({ data }: RecipeInput): DatasetSource | undefined {
  const name = typeof data === "string" ? data : (data?.source ?? "");
  return sources[name];
}

/** `--fold 2/5` as the fold of a split. */
function foldOf(text: string): string {
  const [, number, count] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
  if (number !== undefined && count !== undefined)
    return JSON.stringify({ number: Number(number), count: Number(count) });
  throw new UserError({
    where: "--fold",
    got: JSON.stringify(text),
    expected: "a fold and how many there are, such as 2/5",
  });
}

/** Flags as edits of the recipe, in the order in which they count. */
function editsOf(flags: RecipeFlags): string[] {
  const named: Readonly<Record<string, string | number | undefined>> = {
    ...dataEdits(flags),
    "split.folds": flags.fold && foldOf(flags.fold),
    "model.preset": flags.model,
    epochs: flags.epochs,
    seed: flags.seed,
    "run.threads": flags.threads,
    "run.device": flags.device,
  };
  const given = Object.entries(named).flatMap(([path, value]) =>
    value === undefined ? [] : `${path}=${value}`,
  );
  return [...given, ...(flags.set ?? [])];
}

/** The parts of a recipe that have to go together. */
const parts = ["data", "split", "model", "loss", "regularizers", "evaluation"] as const;

/** Whether a part of the recipe is that of a file, which had all parts. */
const isAsIn = ({ input }: Start, recipe: Recipe, part: (typeof parts)[number]): boolean =>
  isDeepStrictEqual(input[part], recipe[part]);

/** The model, and whether there is a validation part, have to be known before what suits them is filled in. */
function withKnown(input: RecipeInput, { model, set = [] }: RecipeFlags): RecipeInput {
  const validation = set.findLast((edit) => edit.startsWith("split.validation="))?.split("=")[1];
  const isBlind = validation !== undefined && validation.trim() !== "" && Number(validation) === 0;
  return {
    ...input,
    ...(model !== undefined && input.model === undefined && { model: model as never }),
    ...(isBlind && { split: { ...input.split, validation: 0 } }),
  };
}

/** The columns to choose a target from: those of the table, or of the file with its labels. */
async function targetColumns({ columns }: Start, { target, labels }: RecipeFlags): Promise<Start["columns"]> {
  if (columns === undefined || target !== undefined || labels === undefined) return columns;
  const { tableColumns } = await import("../data/index.node.ts");
  return tableColumns(labels);
}

/**
 * The recipe that an argument and flags stand for.
 * @throws Misuse for what the command line itself gets wrong, UserError for what its files hold.
 */
export async function readCommandLine(argument: string | undefined, flags: RecipeFlags): Promise<Asked> {
  const start = await startOf(argument, flags);
  const columns = await targetColumns(start, flags);
  const recipe = await asMisuse(() => {
    checkDataFlags(sourceOf(start.input), columns, flags);
    const input = withKnown(start.input, flags);
    const regularized = flags.with === undefined ? input : withRegularizers(input, flags.with);
    const asked = parseRecipe(overrideRecipe(regularized, editsOf(flags)), "command line");
    // Settings of a preset that are each in range may still make no list of layers.
    modelLayers(asked.model);
    return asked;
  });
  return { recipe, baseFolder: start.baseFolder, isOwn: !parts.every((part) => isAsIn(start, recipe, part)) };
}
