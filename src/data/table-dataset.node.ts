// A table as a data set in memory.
import { totalmem } from "node:os";
import { basename } from "node:path";
import { bug, UserError } from "../base/index.ts";
import { isNumeric } from "./csv-dialect.ts";
import type { Columns, NumberColumn, RoleNames, SourceDataset } from "./dataset.ts";
import { inOrder } from "./ordinal.node.ts";
import { markedColumns } from "./missing.ts";
import type { Collected } from "./table-collect.node.ts";
import { featureError, inForm, isMisfit, targetError } from "./table-faults.node.ts";
import {
  areNearlyNumbers,
  numbersForm,
  type JudgedFrom,
  type Reading,
  readingsOf,
  takeSample,
  writtenForms,
} from "./table-readings.node.ts";
import type { ColumnType } from "./table-counts.node.ts";
import { knownOf, type RolePlaces } from "./table-known.ts";
import { collectExact, lostDigits } from "./table-precision.node.ts";
import { inputsOf } from "./table-inputs.node.ts";
import { type Extent, nothingToLearn, type Selection, selectColumns, targetsOf } from "./table-selection.ts";
import { isSpilled, withCells } from "./table-spill.node.ts";
import { type Table, type TableSource, withTable } from "./table.node.ts";
import { roles, rolesOf } from "./roles.ts";
import {
  columnIndex,
  type TargetColumn,
  type Task,
  taskOf,
  toTargets,
  unfitRow,
  withPositive,
} from "./target.ts";

/** What is wanted of a table. */
export interface TableOptions extends RoleNames {
  /** The column to predict: its name, or `#` and its number from 0. Columns without a name are called c0, c1, … */
  readonly target: string;
  /** Columns to leave out, named like the target. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether the target is classes or numbers; without it, texts and few-valued whole numbers are classes. */
  readonly task?: Task | undefined;
  /** Which of two classes is the one looked for. */
  readonly positive?: string | undefined;
  /** Columns of categories that have an order: their levels from the lowest to the highest. */
  readonly ordinal?: Readonly<Record<string, readonly string[]>> | undefined;
  /** What columns hold, by their names, where it is not what they look like. */
  readonly types?: Readonly<Record<string, ColumnType>> | undefined;
  /** Columns with a role that are learned from all the same. */
  readonly keep?: readonly string[] | undefined;
  /** How many megabytes of cells stay in memory; a larger table goes to disk, and a run streams it. */
  readonly memory?: number | undefined;
  /** Whether numbers keep all their digits, beyond the float32 that networks take: no when absent. */
  readonly isExact?: boolean | undefined;
}

/** The share of the machine's memory that the cells of a table may take; a run in memory needs several times as much. */
const usualShare = 1 / 32;

/** What was read: the features, those with a role among them, and the target with its gaps. */
export interface Read {
  readonly columns: Columns["columns"];
  readonly target: TargetColumn | undefined;
  /** How the file is written, each a phrase for people. */
  readonly form: readonly string[];
  /** How the numbers of columns are written where that is not as programs write them, by names of forms. */
  readonly written: Readonly<Record<string, string>>;
  /** What to know about columns. */
  readonly notes: readonly string[];
}

/** What a file holds of use, and what to know about it. */
export interface ReadTable extends Read {
  readonly path: string;
  /** The columns with roles, by their names in the file. */
  readonly roles: RoleNames;
  /** The columns that were to be left out. */
  readonly ignored: readonly string[];
}

/**
 * Reads a table: numbers and categories, both with gaps. Rows without a value of the target are left out.
 * @throws UserError when the file cannot be read, a few cells of a column of numbers are none, or the target has one value
 * only, or is no column of the file.
 */
export async function readTable(source: TableSource, options: TableOptions): Promise<SourceDataset> {
  return toDataset(await readWhole(source, options), options);
}

const namesOf = (places: RolePlaces, columns: readonly string[]): RoleNames =>
  Object.fromEntries(Object.entries(places).map(([role, at]) => [role, columns[at]]));

/** Reads the columns that are of use. */
export async function readWhole(
  source: TableSource,
  options: TableOptions,
  extent: Extent = "all",
): Promise<ReadTable> {
  const selection = selectColumns(source, options, extent);
  const { path, columns } = source;
  if (extent === "all") for (const name of markedColumns(source.missing)) columnIndex(name, columns, path);
  // A file with targets alone has no columns with roles.
  const places = Object.fromEntries(
    (extent === "target" ? [] : roles).flatMap((role) => {
      const asked = options[role];
      return asked === undefined ? [] : [[role, columnIndex(asked, columns, path)] as const];
    }),
  );
  const known = knownOf(source, selection, places, options);
  return withTable(source, async (table) => {
    const all = [...selection.features, ...targetsOf(selection)];
    const from = { sample: await takeSample(table, all), known, places };
    const read =
      (await attempt(table, selection, { ...from, whole: false }, options)) ??
      (await attempt(table, selection, { ...from, whole: true }, options));
    return {
      ...(read as Read),
      path,
      form: [...table.source.form, ...(read as Read).form],
      notes: [...table.source.notes, ...(read as Read).notes],
      ignored: selection.ignored.map((at) => columns[at] ?? bug(`no column ${at}`)),
      roles: namesOf(places, columns),
    };
  });
}

/** Reads by what the first rows or all rows say; nothing when the first rows said wrong. */
async function attempt(
  table: Table,
  selection: Selection,
  from: JudgedFrom & { readonly places: RolePlaces },
  { task, memory, isExact }: TableOptions,
): Promise<Read | undefined> {
  const { features, target } = selection;
  const {
    readings: found,
    nearlyNumbers,
    notes,
  } = await readingsOf(table, [...features, ...targetsOf(selection)], from);
  const isGuess = found.some((reading) => reading.isGuess);
  const unclear = [...nearlyNumbers.keys()].find(
    (index) => index !== target || from.known?.types?.get(index) === "number",
  );
  if (unclear !== undefined && isGuess) return undefined;
  if (unclear !== undefined) throw await featureError(inForm(table, nearlyNumbers.get(unclear)), unclear);
  const told = [...targetsOf(selection), ...Object.values(from.places)];
  try {
    const most = memory === undefined ? totalmem() * usualShare : memory * 2 ** 20;
    const isSampleWhole = from.sample.isWhole;
    const all = {
      columns: told,
      exact: isExact ? [...features, ...told] : told,
      group: from.places["group"],
    };
    const { readings, read } = await collectExact(table, found, all, { isSampleWhole, most });
    if (isGuess && isContradicted(read, readings, features.length)) return undefined;
    await check(table, read, readings, { target, task });
    return {
      form: numbersForm(readings),
      written: writtenForms(readings),
      notes,
      columns: read.columns.slice(0, features.length) as Columns["columns"],
      target: read.columns[features.length] as TargetColumn | undefined,
    };
  } catch (error) {
    if (isGuess && isMisfit(error)) return undefined;
    throw error;
  }
}

/** Whether later rows say otherwise than the first ones: a cell that is no number, or texts that are numbers for the most part. */
const isContradicted = (
  { columns, levelCounts, firstInfinite }: Collected,
  readings: readonly Reading[],
  features: number,
): boolean =>
  columns.some((column, at) => {
    if (column.kind === "numbers") return (firstInfinite[at] as number) >= 0;
    if (at === features || readings[at]?.isText) return false;
    const counts = levelCounts[at] ?? [];
    return areNearlyNumbers(
      column.levels.map((text, code) => [text, counts[code] ?? 0]),
      isNumeric,
    );
  });

/** @throws UserError for the first cell that cannot be meant. */
async function check(
  table: Table,
  { columns, firstInfinite }: Collected,
  readings: readonly Reading[],
  { target, task }: { readonly target: number | undefined; readonly task: Task | undefined },
): Promise<void> {
  for (const [at, column] of columns.entries()) {
    const { index } = readings[at] as Reading;
    const isTarget = index === target;
    if (column.kind === "numbers") {
      const row = isTarget
        ? (firstInfinite[at] as number)
        : firstTooLarge(column, firstInfinite[at] as number);
      if (row >= 0)
        throw isTarget ? await targetError(table, index, row) : await featureError(table, index, { row });
    } else if (isTarget) {
      const row = unfitRow(column, task);
      if (row !== undefined) throw await targetError(table, index, row);
    }
  }
}

/** The first row with a number that a model cannot take; −1 where there is none. */
const firstTooLarge = ({ values }: NumberColumn, firstInfinite: number): number =>
  firstInfinite >= 0 || values instanceof Float32Array
    ? firstInfinite
    : values.findIndex((value) => Math.abs(Math.fround(value)) === Infinity);

const isGap = (column: TargetColumn, row: number): boolean =>
  column.kind === "numbers" ? Number.isNaN(column.values[row] as number) : (column.codes[row] as number) < 0;

/** Plain loops: a large table has hundreds of millions of cells. */
function hasGaps(column: TargetColumn | Columns["columns"][number]): boolean {
  if (column.kind === "levels") return column.codes.includes(-1);
  return column.values.includes(Number.NaN);
}

/** A table without the rows that lack the target. */
export function withoutGaps({ target, ...table }: ReadTable): ReadTable & { readonly target: TargetColumn } {
  const { path, columns } = table;
  if (!target) throw bug("a table whose target was not read");
  const all = target.kind === "numbers" ? target.values.length : target.codes.length;
  if (all === 0) throw new UserError({ where: path, got: "no rows", expected: "at least two rows of data" });
  const kept = rowsWith(target, all);
  if (!kept) return { ...table, target };
  if (kept.length === 0)
    throw new UserError({
      where: `${path}, target "${target.name}"`,
      got: "no value in any row",
      expected: "a value in the rows to learn from",
      hint: "Choose another target",
    });
  return {
    ...table,
    columns: columns.map((column) => pickFeature(column, kept)),
    target: pick(target, kept),
    notes: [...table.notes, lostRows(all - kept.length, all, target.name)],
  };
}

/** A table as a data set. */
export function toDataset(read: ReadTable, options: TableOptions): SourceDataset {
  const { path, columns, target, notes, form, written, ignored, roles: named } = withoutGaps(read);
  const rows = target.kind === "numbers" ? target.values.length : target.codes.length;
  const apart = Object.values(named as Readonly<Record<string, string>>);
  const features = columns.filter(({ name }) => !apart.includes(name) || options.keep?.includes(name));
  if (features.length === 0) throw nothingToLearn(path, target.name, "Keep one of its columns: data.keep");
  const { task, why } = taskOf(target, options.task);
  const told = [...notes, ...(options.isExact ? [] : lostDigits(features))];
  return {
    name: basename(path),
    rows,
    inputs: inputsOf(inOrder(features, options.ordinal, path), rows, options.isExact),
    targets: withPositive(toTargets(target, path, task, options.isExact), options.positive),
    target: { name: target.name, why },
    ...(told.length > 0 && { notes: told }),
    table: { form, written, roles: named, ignored },
    ...(features.some(isSpilled) && { reading: "kept on disk and read window by window" }),
    ...rolesOf(columns, named, path),
  };
}

const lostRows = (lost: number, all: number, target: string): string =>
  `${lost.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} rows have no value of the target "${target}" and were left out`;

/** The rows with a value of the target; nothing when all have one. */
function rowsWith(target: TargetColumn, all: number): Int32Array | undefined {
  if (!hasGaps(target)) return undefined;
  let count = 0;
  const rows = new Int32Array(all);
  for (let row = 0; row < all; row++) if (!isGap(target, row)) rows[count++] = row;
  return rows.slice(0, count);
}

/** Some rows of a column. */
function pick<C extends NumberColumn | TargetColumn>(column: C, rows: Int32Array): C {
  if (column.kind === "levels") return { ...column, codes: rows.map((row) => column.codes[row] as number) };
  const values = new (column.values instanceof Float64Array ? Float64Array : Float32Array)(rows.length);
  rows.forEach((row, at) => (values[at] = column.values[row] as number));
  return { ...column, values };
}

function pickFeature(column: Columns["columns"][number], rows: Int32Array): Columns["columns"][number] {
  const picked = pick(column, rows);
  return isSpilled(column) ? withCells(column, "values" in picked ? picked.values : picked.codes) : picked;
}
