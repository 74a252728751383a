import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { readBytes } from "./bytes.node.ts";
import { columnNames, detectDialect, hasHeader } from "./csv-dialect.ts";
import type { SourceDataset, Tokenization, VocabularyLimits } from "./dataset.ts";
import { encodingNote } from "./encodings.node.ts";
import { isPresent } from "./missing.ts";
import { openTable } from "./open-table.node.ts";
import { parseRecords, type TextRecord } from "./records.ts";
import { rowsOf, withTable } from "./table.node.ts";
import { columnIndex, toTargets, withPositive } from "./target.ts";
import { checkedEncoding, openTextFile } from "./text-file.node.ts";

export interface TextOptions extends Tokenization, VocabularyLimits {
  /** The column of the texts: its name, or `#` and its number from 0. */
  readonly text: string;
  /** The column of the classes, named likewise. */
  readonly target: string;
  /** Detected when absent. */
  readonly encoding?: string | undefined;
  /** Which of two classes is the one looked for. */
  readonly positive?: string | undefined;
}

/** A file of rows and columns, cell by cell as texts. */
interface TextTable {
  readonly columns: readonly string[];
  /** The cells of a column; "" where there is nothing. */
  cells(column: number): Promise<readonly string[]>;
  /** Where a row (from 0) stands, for people: "line 12". */
  place(row: number): Promise<string>;
  readonly notes: readonly string[];
}

const expected = "a file with a column of texts";

/**
 * A delimited text file. Where the first line has a tab, tabs separate and quotes are characters like others: texts hold
 * quotes that are not closed. Otherwise the delimiter is detected and quoted cells are unpacked.
 */
async function delimited(path: string, encoding: string | undefined): Promise<TextTable> {
  const bytes = await readBytes(path, expected);
  const file = await checkedEncoding(await openTextFile(path, expected, encoding));
  const content = new TextDecoder(file.encoding).decode(bytes);
  const isTabbed = /^[^\n]*\t/.test(content);
  const form = isTabbed
    ? { delimiter: "\t", hasQuotes: false }
    : { delimiter: detectDialect(content.slice(0, 1 << 16)).delimiter, hasQuotes: true };
  const records = parseRecords(content, form);
  const [first, ...others] = records;
  if (!first) throw new UserError({ where: path, got: "an empty file", expected: "lines with texts" });
  checkRecords(path, records, first.cells.length);
  const isHeader = hasHeader(
    first.cells,
    others.map(({ cells }) => cells),
  );
  const rows = isHeader ? others : records;
  return {
    columns: columnNames(first.cells, isHeader),
    cells: (column) => Promise.resolve(rows.map(({ cells }) => cells[column] as string)),
    place: (row) => Promise.resolve(`line ${rows[row]?.line}`),
    notes: encodingNote(file),
  };
}

/** A table whose format says where cells begin and end. */
async function structured(path: string, encoding: string | undefined): Promise<TextTable> {
  const source = await openTable(path, { encoding });
  return {
    columns: source.columns,
    cells: (column) =>
      withTable(source, async (table) => {
        const rows = await rowsOf(table, `SELECT c${column}::VARCHAR FROM ${table.source.relation()}`);
        return rows.map(([cell]) => (cell as string | null) ?? "");
      }),
    place: source.place,
    notes: source.notes,
  };
}

const openTexts = (path: string, encoding?: string): Promise<TextTable> =>
  /\.(parquet|pq|jsonl|ndjson)(\.gz)?$/i.test(path) ? structured(path, encoding) : delimited(path, encoding);

function checkRecords(path: string, records: readonly TextRecord[], width: number): void {
  const open = records.find(({ isOpen }) => isOpen);
  if (open)
    throw new UserError({
      where: `${path}, line ${open.line}`,
      got: "a quote that is not closed",
      expected: 'a cell like "text", with inner quotes doubled',
      hint: "Separate the columns by tabs to have quotes taken as they are",
    });
  const ragged = records.find(({ cells }) => cells.length !== width);
  if (ragged)
    throw new UserError({
      where: `${path}, line ${ragged.line}`,
      got: `${ragged.cells.length} ${ragged.cells.length === 1 ? "cell" : "cells"}`,
      expected: `${width}, as in the first line`,
      hint: "Correct the line",
    });
}

/** The cells of one column, each of which must hold something. */
async function cellsOf(table: TextTable, column: number, path: string): Promise<string[]> {
  const cells = (await table.cells(column)).map((cell) => cell.trim());
  const empty = cells.indexOf("");
  if (empty < 0) return cells;
  throw new UserError({
    where: `${path}, ${await table.place(empty)}, column "${table.columns[column]}"`,
    got: "no text",
    expected: "a text in every row",
    hint: "Fill the cell, or delete its row",
  });
}

/**
 * Reads texts and their classes from a delimited file, plain or gzip, from Parquet or JSON lines.
 * @throws UserError when the file cannot be read, a line has too few or too many cells, a text or class is missing, or
 * there is one class only.
 */
export async function readText(path: string, options: TextOptions): Promise<SourceDataset> {
  const { text, target, encoding, positive, ...kept } = options;
  const table = await openTexts(path, encoding);
  const [textColumn, targetColumn] = [text, target].map((name) => columnIndex(name, table.columns, path)) as [
    number,
    number,
  ];
  if (textColumn === targetColumn)
    throw new UserError({
      where: path,
      got: `the column "${table.columns[textColumn]}" as text and as target`,
      expected: "two columns",
    });
  const texts = await cellsOf(table, textColumn, path);
  return {
    name: basename(path),
    rows: texts.length,
    inputs: { kind: "text", texts, ...kept },
    targets: withPositive(
      toTargets(await codedColumn(table, targetColumn, path), path, "classification"),
      positive,
    ),
    ...(table.notes.length > 0 && { notes: table.notes }),
  };
}

async function codedColumn(table: TextTable, column: number, path: string) {
  const cells = await cellsOf(table, column, path);
  const missing = cells.findIndex((cell) => !isPresent(cell));
  if (missing >= 0)
    throw new UserError({
      where: `${path}, ${await table.place(missing)}, column "${table.columns[column]}"`,
      got: `"${cells[missing]}"`,
      expected: "a value of the target",
      hint: "Fill the cell, or delete its row",
    });
  const texts = [...new Set(cells)];
  const codes = new Map(texts.map((cell, code) => [cell, code]));
  return {
    kind: "levels" as const,
    name: table.columns[column] as string,
    levels: texts,
    codes: Int32Array.from(cells, (cell) => codes.get(cell) as number),
  };
}

/**
 * The names of a file's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const readTextColumns = async (path: string): Promise<readonly string[]> =>
  (await openTexts(path)).columns;

/**
 * The texts of one column of a file of the kinds that {@link readText} takes; the only column is taken whatever it is called.
 * @throws UserError when the file cannot be read, has no such column, or a text is missing.
 */
export async function readTextColumn(path: string, name: string, encoding?: string): Promise<string[]> {
  const table = await openTexts(path, encoding);
  const column = table.columns.length === 1 ? 0 : columnIndex(name, table.columns, path);
  return cellsOf(table, column, path);
}
