// A table as a data set in memory.
import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { isNameOfIdentifier, rowMajor } from "./columns.ts";
import { isNumeric } from "./csv-dialect.ts";
import type { Columns, NumberColumn, NumberInputs, SourceDataset } from "./dataset.ts";
import { markedColumns } from "./missing.ts";
import { streamCells } from "./table-cells.node.ts";
import { type Collected, collect } from "./table-collect.node.ts";
import { featureError, isMisfit, targetError } from "./table-faults.node.ts";
import {
  areNearlyNumbers,
  type Reading,
  readingsOf,
  type Sample,
  takeSample,
} from "./table-readings.node.ts";
import { type Table, type TableSource, withTable } from "./table.node.ts";
import { columnIndex, type TargetColumn, type Task, toTargets, unfitRow } from "./target.ts";

/** What is wanted of a table. */
export interface TableOptions {
  /** The column to predict: its name, or `#` and its number from 0. Columns without a name are called c0, c1, … */
  readonly target: string;
  /** Columns to leave out, named like the target. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether the target is classes or numbers; without it, texts and few-valued whole numbers are classes. */
  readonly task?: Task | undefined;
}

interface Selection {
  readonly features: readonly number[];
  readonly target: number;
}

/** What was read: the features, and the target with its gaps. */
interface Read {
  readonly columns: Columns["columns"];
  readonly target: TargetColumn;
}

/**
 * Reads a table: numbers and categories, both with gaps. Rows without a value of the target are left out.
 * @throws UserError when the file cannot be read, a few cells of a column of numbers are none, or the target has one value
 * only, or is no column of the file.
 */
export async function readTable(source: TableSource, options: TableOptions): Promise<SourceDataset> {
  const selection = select(source, options);
  for (const name of markedColumns(source.missing)) columnIndex(name, source.columns, source.path);
  return withTable(source, async (table) => {
    const all = [...selection.features, selection.target];
    const sample = await takeSample(table, all);
    const read =
      (await attempt(table, selection, { sample, whole: false }, options.task)) ??
      (await attempt(table, selection, { sample, whole: true }, options.task));
    return toDataset(table.source, read as Read, options.task);
  });
}

function select({ path, columns }: TableSource, { target, ignore = [] }: TableOptions): Selection {
  const targetIndex = columnIndex(target, columns, path);
  const ignored = ignore.map((name) => columnIndex(name, columns, path)).filter((i) => i !== targetIndex);
  const features = columns.flatMap((_, i) => (i === targetIndex || ignored.includes(i) ? [] : i));
  if (features.length > 0) return { features, target: targetIndex };
  throw new UserError({
    where: path,
    got: `no column besides the target "${columns[targetIndex]}"`,
    expected: "at least one column to learn from",
    hint: columns.length === 1 ? "Separate columns by commas, semicolons or tabs" : "Ignore fewer columns",
  });
}

/** Reads by what the first rows or all rows say; nothing when the first rows said wrong. */
async function attempt(
  table: Table,
  { features, target }: Selection,
  from: { readonly sample: Sample; readonly whole: boolean },
  task: Task | undefined,
): Promise<Read | undefined> {
  const { readings, nearlyNumbers } = await readingsOf(table, [...features, target], from);
  const isGuess = readings.some((reading) => reading.isGuess);
  const unclear = nearlyNumbers.find((index) => index !== target);
  if (unclear !== undefined && isGuess) return undefined;
  if (unclear !== undefined) throw await featureError(table, unclear);
  const wide = readings.map((reading) =>
    reading.index === target ? { ...reading, type: "DOUBLE" as const } : reading,
  );
  try {
    const read = await collect(await streamCells(table, wide, from.sample.isWhole), wide);
    if (isGuess && isContradicted(read, wide)) return undefined;
    await check(table, read, wide, task);
    return {
      columns: read.columns.slice(0, -1) as Columns["columns"],
      target: read.columns.at(-1) as TargetColumn,
    };
  } catch (error) {
    if (isGuess && isMisfit(error)) return undefined;
    throw error;
  }
}

const isInfinite = (value: number): boolean => Math.abs(value) === Infinity;

/** Whether later rows say otherwise than the first ones: a cell that is no number, or texts that are numbers for the most part. */
const isContradicted = ({ columns, levelCounts }: Collected, readings: readonly Reading[]): boolean =>
  columns.some((column, at) => {
    if (column.kind === "numbers") return column.values.some(isInfinite);
    if (at === readings.length - 1) return false;
    const counts = levelCounts[at] ?? [];
    return areNearlyNumbers(
      column.levels.map((text, code) => [text, counts[code] ?? 0]),
      isNumeric,
    );
  });

/** @throws UserError for the first cell that cannot be meant. */
async function check(
  table: Table,
  { columns }: Collected,
  readings: readonly Reading[],
  task: Task | undefined,
): Promise<void> {
  for (const [at, column] of columns.entries()) {
    const isTarget = at === columns.length - 1;
    const { index } = readings[at] as Reading;
    if (column.kind === "numbers") {
      const row = column.values.findIndex(isInfinite);
      if (row >= 0)
        throw isTarget ? await targetError(table, index, row) : await featureError(table, index, row);
    } else if (isTarget) {
      const row = unfitRow(column, task);
      if (row !== undefined) throw await targetError(table, index, row);
    }
  }
}

const isGap = (column: TargetColumn, row: number): boolean =>
  column.kind === "numbers" ? Number.isNaN(column.values[row] as number) : (column.codes[row] as number) < 0;

function toDataset(source: TableSource, { columns, target }: Read, task: Task | undefined): SourceDataset {
  const all = target.kind === "numbers" ? target.values.length : target.codes.length;
  if (all === 0)
    throw new UserError({ where: source.path, got: "no rows", expected: "at least two rows of data" });
  const kept = rowsWith(target, all);
  const rows = kept?.length ?? all;
  if (rows === 0)
    throw new UserError({
      where: `${source.path}, target "${target.name}"`,
      got: "no value in any row",
      expected: "a value in the rows to learn from",
      hint: "Choose another target",
    });
  const used = kept ? columns.map((column) => pick(column, kept)) : columns;
  const notes = [...source.notes, ...(kept ? [lostRows(all - rows, all, target.name)] : [])];
  return {
    name: basename(source.path),
    rows,
    inputs: complete(used, rows) ?? { kind: "columns", columns: used },
    targets: toTargets(kept ? pick(target, kept) : target, source.path, task),
    ...(notes.length > 0 && { notes }),
  };
}

const lostRows = (lost: number, all: number, target: string): string =>
  `${lost.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} rows have no value of the target "${target}" and were left out`;

/** The rows with a value of the target; nothing when all have one. */
function rowsWith(target: TargetColumn, all: number): Int32Array | undefined {
  let count = 0;
  const rows = new Int32Array(all);
  for (let row = 0; row < all; row++) if (!isGap(target, row)) rows[count++] = row;
  return count === all ? undefined : rows.slice(0, count);
}

/** Some rows of a column. */
function pick<C extends NumberColumn | TargetColumn>(column: C, rows: Int32Array): C {
  if (column.kind === "levels") return { ...column, codes: rows.map((row) => column.codes[row] as number) };
  const values = new (column.values instanceof Float64Array ? Float64Array : Float32Array)(rows.length);
  rows.forEach((row, at) => (values[at] = column.values[row] as number));
  return { ...column, values };
}

/** Columns as numbers for a model where all are complete columns of numbers, and no identifiers; nothing otherwise. */
function complete(columns: Columns["columns"], rows: number): NumberInputs | undefined {
  const numbers = columns.filter((column) => column.kind === "numbers");
  const hasGaps = numbers.some(({ values }) => values.some(Number.isNaN));
  const isUnclear = numbers.some(({ name }) => isNameOfIdentifier(name));
  if (numbers.length < columns.length || hasGaps || isUnclear) return undefined;
  const values = rowMajor(numbers, { from: 0, to: rows });
  return { kind: "table", shape: [numbers.length], values, columns: numbers.map(({ name }) => name) };
}
