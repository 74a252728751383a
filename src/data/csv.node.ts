import { basename } from "node:path";
import type { DuckDBDataChunk } from "@duckdb/node-api";
import { UserError } from "../base/index.ts";
import { featureError, readingError, targetError } from "./csv-faults.node.ts";
import { type CsvSource, openCsv } from "./csv-source.node.ts";
import { asFloat, type CsvTable, fromCsv, pathPattern, type Selection } from "./csv-table.node.ts";
import { type CodedColumn, columnIndex, type Task, toTargets, unfitRow } from "./csv-target.ts";
import type { Dataset, NumberInputs } from "./dataset.ts";

export interface CsvOptions {
  /** The column to predict: its name, or `#` and its number from 0. Columns without a name are called c0, c1, … */
  readonly target: string;
  /** Columns to leave out, named like the target. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether the target is classes or numbers; without it, texts and few-valued whole numbers are classes. */
  readonly task?: Task | undefined;
}

/**
 * Reads a CSV or TSV file (plain or gzip, UTF-8; delimiter and header are detected) whose features are all numbers.
 * @throws UserError when the file cannot be read or is ragged, a feature is not a finite number, or the target lacks
 * values, has only one, or is no column of the file.
 */
export async function readCsv(path: string, options: CsvOptions): Promise<Dataset<NumberInputs>> {
  const source = await openCsv(path);
  const selection = select(source, options);
  // Loading DuckDB takes half a second: only those who read a table pay for it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    return await readTable({ connection, source, selection }, options.task);
  } catch (error) {
    throw error instanceof Error ? readingError(error, source) : error;
  } finally {
    instance.closeSync();
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

async function readTable(table: CsvTable, task: Task | undefined): Promise<Dataset<NumberInputs>> {
  const { source, selection } = table;
  const { blocks, target } = await readColumns(table);
  const rows = target.codes.length;
  if (rows === 0)
    throw new UserError({ where: source.path, got: "no rows", expected: "at least two rows of data" });
  const unfit = unfitRow(target, task);
  if (unfit !== undefined) throw await targetError(table, unfit);
  const columns = selection.features.map((i) => source.columns[i] as string);
  return {
    name: basename(source.path),
    rows,
    inputs: { kind: "table", shape: [columns.length], values: joined(blocks), columns },
    targets: toTargets(target, source.path, task),
  };
}

async function readColumns(table: CsvTable): Promise<{ blocks: Float32Array[]; target: CodedColumn }> {
  const { connection, source, selection } = table;
  const width = selection.features.length;
  const numbers = selection.features.map(asFloat);
  const result = await connection.stream(
    `SELECT ${numbers.join(", ")}, coalesce(trim(c${selection.target}), '') ${fromCsv(source)}`,
    [pathPattern(source.path)],
  );
  const blocks: Float32Array[] = [];
  const codes: number[] = [];
  const known = new Map<string, number>();
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const block = featureBlock(chunk, width);
    const bad = unfitIndex(block);
    if (bad >= 0) {
      throw await featureError(
        table,
        selection.features[bad % width] as number,
        codes.length + Math.floor(bad / width),
      );
    }
    blocks.push(block);
    for (const text of chunk.getColumnValues(width) as string[]) {
      const code = known.get(text) ?? known.size;
      if (code === known.size) known.set(text, code);
      codes.push(code);
    }
  }
  return {
    blocks,
    target: { name: source.columns[selection.target] as string, texts: [...known.keys()], codes },
  };
}

/** `[rows of the chunk, width]`; NaN where a cell is no number. */
function featureBlock(chunk: DuckDBDataChunk, width: number): Float32Array {
  const rows = chunk.rowCount;
  const block = new Float32Array(rows * width);
  for (let column = 0; column < width; column++) {
    const vector = chunk.getColumnVector(column);
    for (let row = 0; row < rows; row++) {
      block[row * width + column] = (vector.getItem(row) as number | null) ?? NaN;
    }
  }
  return block;
}

/** The index of the first value that is not finite, or -1. */
function unfitIndex(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((length, block) => length + block.length, 0));
  let offset = 0;
  for (const block of blocks) {
    all.set(block, offset);
    offset += block.length;
  }
  return all;
}
