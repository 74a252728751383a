import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { readBytes } from "./bytes.node.ts";
import { columnNames, detectDialect, hasHeader } from "./csv-dialect.ts";
import type { SourceDataset, Tokenization, VocabularyLimits } from "./dataset.ts";
import { isPresent } from "./missing.ts";
import { parseRecords, type TextRecord } from "./records.ts";
import { columnIndex, toTargets } from "./target.ts";

export interface TextOptions extends Tokenization, VocabularyLimits {
  /** The column of the texts: its name, or `#` and its number from 0. */
  readonly text: string;
  /** The column of the classes, named likewise. */
  readonly target: string;
}

interface Table {
  readonly columns: readonly string[];
  readonly records: readonly TextRecord[];
}

/**
 * The columns and rows of a delimited text file. Where the first line has a tab, tabs separate and quotes are characters
 * like others: texts hold quotes that are not closed. Otherwise the delimiter is detected and quoted cells are unpacked.
 */
async function readTable(path: string): Promise<Table> {
  const content = decode(path, await readBytes(path, "a delimited text file, plain or gzip"));
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
  return { columns: columnNames(first.cells, isHeader), records: isHeader ? others : records };
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(
      {
        where: path,
        got: "bytes that are not UTF-8 text",
        expected: "a delimited text file in UTF-8",
        hint: "Save it in UTF-8",
      },
      { cause },
    );
  }
}

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
function cellsOf({ columns, records }: Table, column: number, path: string): string[] {
  return records.map(({ cells, line }) => {
    const cell = (cells[column] as string).trim();
    if (cell !== "") return cell;
    throw new UserError({
      where: `${path}, line ${line}, column "${columns[column]}"`,
      got: "no text",
      expected: "a text in every row",
      hint: "Fill the cell, or delete its row",
    });
  });
}

/**
 * Reads texts and their classes from a delimited file, plain or gzip.
 * @throws UserError when the file cannot be read, a line has too few or too many cells, a text or class is missing, or
 * there is one class only.
 */
export async function readText(path: string, options: TextOptions): Promise<SourceDataset> {
  const { text, target, ...kept } = options;
  const table = await readTable(path);
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
  const texts = cellsOf(table, textColumn, path);
  return {
    name: basename(path),
    rows: texts.length,
    inputs: { kind: "text", texts, ...kept },
    targets: toTargets(codedColumn(table, targetColumn, path), path, "classification"),
  };
}

function codedColumn(table: Table, column: number, path: string) {
  const cells = cellsOf(table, column, path);
  const missing = cells.findIndex((cell) => !isPresent(cell));
  if (missing >= 0)
    throw new UserError({
      where: `${path}, line ${table.records[missing]?.line}, column "${table.columns[column]}"`,
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
  (await readTable(path)).columns;
