// Files of rows and columns whose cells are texts, whatever they look like.
import { counted, UserError } from "../base/index.ts";
import { readBytes } from "./bytes.node.ts";
import { columnNames, detectDialect, hasHeader } from "./csv-dialect.ts";
import { dialectForm } from "./csv-form.ts";
import type { TableSettings } from "./csv-source.node.ts";
import { encodingForm, encodingNote } from "./encodings.node.ts";
import { openTable } from "./open-table.node.ts";
import { parseRecords, type TextRecord } from "./records.ts";
import { tableKind } from "./table-kind.node.ts";
import { rowsOf, withTable } from "./table.node.ts";
import { columnIndex } from "./target.ts";
import { checkedEncoding, openTextFile } from "./text-file.node.ts";

/** What is said of a file of texts and so need not be detected. */
export type TextForm = Pick<TableSettings, "encoding" | "usualEncoding" | "header" | "separator">;

/** A file of rows and columns, cell by cell as texts. */
export interface TextTable {
  readonly path: string;
  readonly columns: readonly string[];
  /** The cells of a column without blanks around them; "" where there is nothing. */
  cells(column: number): Promise<readonly string[]>;
  /** Where a row (from 0) stands, for people: "line 12". */
  place(row: number): Promise<string>;
  /** How the file is written, each a phrase for people. */
  readonly form: readonly string[];
  readonly notes: readonly string[];
}

const expected = "a file with a column of texts";

/**
 * A delimited text file. Where the first line has a tab, tabs separate and quotes are characters like others: texts hold
 * quotes that are not closed. Otherwise the delimiter is detected and quoted cells are unpacked.
 */
async function delimited(path: string, given: TextForm): Promise<TextTable> {
  const bytes = await readBytes(path, expected);
  const file = await checkedEncoding(await openTextFile(path, expected, given));
  const content = new TextDecoder(file.encoding).decode(bytes);
  const { separator } = given;
  const isTabbed = separator === undefined ? /^[^\n]*\t/.test(content) : separator === "\t";
  const form = isTabbed
    ? { delimiter: "\t", hasQuotes: false }
    : { delimiter: separator ?? detectDialect(content.slice(0, 1 << 16)).delimiter, hasQuotes: true };
  const records = parseRecords(content, form);
  const [first, ...others] = records;
  if (!first) throw new UserError({ where: path, got: "an empty file", expected: "lines with texts" });
  checkRecords(path, records, first.cells.length);
  const isHeader =
    given.header ??
    hasHeader(
      first.cells,
      others.map(({ cells }) => cells),
    );
  const rows = isHeader ? others : records;
  return {
    path,
    columns: columnNames(first.cells, isHeader),
    cells: (column) => Promise.resolve(rows.map(({ cells }) => (cells[column] as string).trim())),
    place: (row) => Promise.resolve(`line ${rows[row]?.line}`),
    form: [
      ...dialectForm({ delimiter: form.delimiter, hasHeader: isHeader }, given),
      ...encodingForm(file, given.encoding),
    ],
    notes: encodingNote(file),
  };
}

/** A table whose format says where cells begin and end. */
async function structured(path: string, given: TextForm): Promise<TextTable> {
  const source = await openTable(path, given);
  return {
    path,
    columns: source.columns,
    cells: (column) =>
      withTable(source, async (table) => {
        const rows = await rowsOf(table, `SELECT c${column}::VARCHAR FROM ${table.source.relation()}`);
        return rows.map(([cell]) => ((cell as string | null) ?? "").trim());
      }),
    place: source.place,
    form: source.form,
    notes: source.notes,
  };
}

/**
 * Opens a file whose cells are texts: delimited, Parquet or JSON lines.
 * @throws UserError when it cannot be read, is empty, or a line has too few or too many cells.
 */
export const openTexts = async (path: string, given: TextForm = {}): Promise<TextTable> =>
  (await tableKind(path)) === "delimited" ? delimited(path, given) : structured(path, given);

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
      got: counted(ragged.cells.length, "cell"),
      expected: `${width}, as in the first line`,
      hint: "Correct the line",
    });
}

/**
 * The cells of one column, each of which must hold something.
 * @throws UserError for the first that is empty.
 */
export async function filledCells(table: TextTable, column: number): Promise<readonly string[]> {
  const cells = await table.cells(column);
  const empty = cells.indexOf("");
  if (empty < 0) return cells;
  throw new UserError({
    where: `${table.path}, ${await table.place(empty)}, column "${table.columns[column]}"`,
    got: "no text",
    expected: "a text in every row",
    hint: "Fill the cell, or delete its row",
  });
}

/**
 * The names of a file's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const readTextColumns = async (path: string, given?: TextForm): Promise<readonly string[]> =>
  (await openTexts(path, given)).columns;

/**
 * The texts of one column, and what to know about the file; the only column is taken whatever it is called.
 * @throws UserError when the file cannot be read, has no such column, or a text is missing.
 */
export async function readTextColumn(
  path: string,
  name: string,
  given?: TextForm,
): Promise<{ readonly texts: readonly string[]; readonly notes: readonly string[] }> {
  const table = await openTexts(path, given);
  const column = table.columns.length === 1 ? 0 : columnIndex(name, table.columns, path);
  return { texts: await filledCells(table, column), notes: table.notes };
}
