import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { isNameOfIdentifier, rowCount, rowMajor } from "./columns.ts";
import { readCells, readingsOf } from "./csv-columns.node.ts";
import { readingError, refuseInfinity, targetError } from "./csv-faults.node.ts";
import { type CsvSource, openCsv } from "./csv-source.node.ts";
import { type CsvTable, type Selection, withTable } from "./csv-table.node.ts";
import { columnIndex, type Task, toTargets, unfitRow } from "./csv-target.ts";
import type { Columns, NumberInputs, SourceDataset } from "./dataset.ts";

export interface CsvOptions {
  /** The column to predict: its name, or `#` and its number from 0. Columns without a name are called c0, c1, … */
  readonly target: string;
  /** Columns to leave out, named like the target. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether the target is classes or numbers; without it, texts and few-valued whole numbers are classes. */
  readonly task?: Task | undefined;
}

/**
 * Reads a CSV or TSV file (plain or gzip, UTF-8; delimiter, header and what columns hold are detected): numbers, also with
 * decimal commas, and categories, both with gaps.
 * @throws UserError when the file cannot be read or is ragged, a few cells of a column of numbers are none, or the target
 * lacks values, has only one, or is no column of the file.
 */
export async function readCsv(path: string, options: CsvOptions): Promise<SourceDataset> {
  const source = await openCsv(path);
  try {
    return await withTable(source, select(source, options), (table) => readTable(table, options.task));
  } catch (error) {
    throw error instanceof Error ? readingError(error, source) : error;
  }
}

/**
 * The names of a file's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const readCsvColumns = async (path: string): Promise<readonly string[]> =>
  (await openCsv(path)).columns;

function select({ path, columns }: CsvSource, { target, ignore = [] }: CsvOptions): Selection {
  const targetIndex = columnIndex(target, columns, path);
  const ignored = ignore.map((name) => columnIndex(name, columns, path)).filter((i) => i !== targetIndex);
  const features = columns.flatMap((_, i) => (i === targetIndex || ignored.includes(i) ? [] : i));
  if (features.length > 0) return { features, target: targetIndex, ignored };
  throw new UserError({
    where: path,
    got: `no column besides the target "${columns[targetIndex]}"`,
    expected: "at least one column to learn from",
    hint: columns.length === 1 ? "Separate columns by commas, semicolons or tabs" : "Ignore fewer columns",
  });
}

async function readTable(table: CsvTable, task: Task | undefined): Promise<SourceDataset> {
  const { source, selection } = table;
  const { columns, target } = await readCells(table, await readingsOf(table), selection.target);
  const rows = target.codes.length;
  if (rows === 0)
    throw new UserError({ where: source.path, got: "no rows", expected: "at least two rows of data" });
  const unfit = unfitRow(target, task);
  if (unfit !== undefined) throw await targetError(table, unfit);
  await refuseInfinity(table, columns);
  return {
    name: basename(source.path),
    rows,
    inputs: complete(columns) ?? { kind: "columns", columns },
    targets: toTargets(target, source.path, task),
  };
}

/** Columns as numbers for a model where all are complete columns of numbers, and no identifiers; nothing otherwise. */
function complete(columns: Columns["columns"]): NumberInputs | undefined {
  const numbers = columns.filter((column) => column.kind === "numbers");
  const hasGaps = numbers.some(({ values }) => values.some(Number.isNaN));
  const isUnclear = numbers.some(({ name }) => isNameOfIdentifier(name));
  if (numbers.length < columns.length || hasGaps || isUnclear) return undefined;
  const values = rowMajor(numbers, { from: 0, to: rowCount(columns) });
  return { kind: "table", shape: [numbers.length], values, columns: numbers.map(({ name }) => name) };
}
