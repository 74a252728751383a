import { UserError } from "../base/index.ts";
import {
  columnsFacts,
  type Dataset,
  encodedNames,
  exactNumbers,
  folds,
  leftOutReasons,
  type NumberInputs,
  rowStreamOf,
  type SourceDataset,
  toNumbers,
} from "../data/index.ts";
import type { Examples, Family, FoldOptions, Response } from "../linear/index.ts";
import { loadData } from "../train/index.node.ts";
import { dataFolders } from "../worker/index.ts";
import type { DataFlags } from "./data-flags.ts";
import { readCommandLine } from "./recipe-argument.node.ts";

/** The flags that say what a table holds and how its rows are dealt to folds. */
export interface TableFlags extends Pick<
  DataFlags,
  | "target"
  | "weights"
  | "group"
  | "time"
  | "ignore"
  | "missing"
  | "types"
  | "header"
  | "decimal"
  | "separator"
> {
  readonly family?: Family | undefined;
  readonly folds: number;
  readonly seed: number;
}

/** A table with columns of numbers. */
export interface PathTable {
  readonly source: SourceDataset;
  /** Prepared by all rows. */
  readonly dataset: Dataset;
  readonly examples: Examples;
}

const rowsOf = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

/** @throws UserError for data that is no table in memory. */
export async function readTable(file: string, flags: TableFlags): Promise<PathTable> {
  const { family, seed } = flags;
  const { target, weights, group, time, ignore, missing, types, header, decimal, separator } = flags;
  const task = family && (family === "gaussian" ? "regression" : "classification");
  const form = { missing, types, header, decimal, separator };
  const asked = await readCommandLine(file, { target, weights, group, time, ignore, task, seed, ...form });
  const context = { baseFolder: asked.baseFolder, dataFolders: dataFolders(), isExact: true };
  const source = await loadData(asked.recipe, context);
  const dataset = toNumbers(source, rowsOf(source.rows));
  const { inputs } = dataset;
  const got =
    inputs.kind !== "table"
      ? `a data set of ${inputs.kind}s`
      : rowStreamOf(inputs) && "a table too large for memory";
  if (got) throw new UserError({ where: file, got, expected: "a table that fits into memory" });
  return { source, dataset, examples: examplesOf(dataset) };
}

/** @throws UserError where the family that is asked for does not go with the target. */
export function responseOf({ targets, name }: Dataset, family: Family | undefined): Response {
  if (targets.kind === "numbers") return { family: "gaussian", values: targets.values };
  const { labels, classes } = targets;
  if (family === "binomial" && classes.length !== 2)
    throw new UserError({
      where: "--family",
      got: `binomial for the ${classes.length} classes of ${name}`,
      expected: "two classes",
      hint: "multinomial takes several",
    });
  return {
    family: family === "multinomial" || classes.length > 2 ? "multinomial" : "binomial",
    labels,
    classes,
  };
}

/** Of a category with two levels, or of one and its gaps, the second column says all that the first does. */
function singleColumns({ encoded, columns = [] }: NumberInputs): readonly number[] {
  const doubled = new Set(
    encoded?.by.columns.flatMap((each) => {
      const [first, ...others] = each.kind === "levels" ? encodedNames(each) : [];
      return first !== undefined && others.length === 1 ? [first] : [];
    }),
  );
  return columns.flatMap((name, at) => (doubled.has(name) ? [] : [at]));
}

function examplesOf({ inputs, rows, weights }: Dataset): Examples {
  if (inputs.kind !== "table") throw new TypeError("examples of what is no table");
  const { encoded, columns: names = [] } = inputs;
  const values = encoded ? exactNumbers(encoded.from, encoded.by) : inputs.values;
  const kept = singleColumns(inputs);
  const width = kept.length;
  return {
    rows,
    columns: width,
    values: Float64Array.from(
      { length: rows * width },
      (_, at) => values[Math.floor(at / width) * names.length + (kept[at % width] as number)] as number,
    ),
    names: kept.map((at) => names[at] as string),
    weights,
  };
}

/** How rows are dealt to folds, and what each fold learns of gaps and categories from its own rows. */
export function foldOptions({ source }: PathTable, flags: TableFlags): FoldOptions {
  const { folds: count, seed } = flags;
  const isBound = source.groups !== undefined || source.times !== undefined;
  return {
    ...(isBound
      ? { parts: folds(source, rowsOf(source.rows), { count, order: "shuffled", stratify: true }, seed) }
      : { folds: count, seed }),
    // Without gaps and categories there is nothing to learn.
    ...(source.inputs.kind === "columns" && {
      prepare: (rows: Int32Array) => examplesOf(toNumbers(source, rows)),
    }),
  };
}

/** How the rows were dealt to folds, as a phrase. */
export function foldsText({ source }: PathTable, { folds: count, seed, group, time }: TableFlags): string {
  if (source.times) return `${count} folds, each held out beside what was before it by ${time}`;
  const whole = source.groups ? `, groups by ${group} kept whole` : "";
  return `${count} folds${whole}, seed ${seed}`;
}

/** Several phrases under one heading; nothing where there are none. */
const headed = (heading: string, phrases: readonly string[], separator = ", "): string[] =>
  phrases.length === 0 ? [] : [`${heading.padEnd(10)}${phrases.join(separator)}`];

function readingLines({ table, reading, notes = [] }: Dataset): string[] {
  const phrases = [...(table?.form ?? []), ...(reading === undefined ? [] : [reading]), ...notes];
  return headed("Read as", phrases, "; ");
}

function columnLines(dataset: Dataset): string[] {
  const { inputs } = dataset;
  const by = inputs.kind === "table" ? inputs.encoded?.by : undefined;
  const { columns = [], leftOut = [] } = by ?? {};
  const gaps = columnsFacts(dataset)?.gaps ?? 0;
  return [
    ...headed(
      "One-hot",
      columns.filter(({ kind }) => kind === "levels").map(({ name }) => name),
    ),
    ...headed("Gaps", gaps > 0 ? [`${gaps}, filled with medians or a level of their own`] : []),
    ...headed(
      "Left out",
      leftOut.map(({ name, why }) => `${name} (${leftOutReasons[why]})`),
    ),
  ];
}

/** What was made of the file, a line each. */
export function dataLines({ dataset, examples }: PathTable, { family }: Response): string[] {
  const { targets, target, name, rows } = dataset;
  const kinds = targets.kind === "numbers" ? "numbers" : `classes ${targets.classes.slice(0, 8).join(", ")}`;
  const count = `${rows.toLocaleString("en-US")} rows; ${examples.columns} columns to learn from`;
  return [
    ...headed("Data", [name, count]),
    ...readingLines(dataset),
    ...columnLines(dataset),
    ...headed("Target", [`${target?.name ?? ""}: ${kinds}${target ? ` (${target.why})` : ""}; ${family}`]),
  ];
}
