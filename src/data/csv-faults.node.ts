import { UserError } from "../base/index.ts";
import { isPresent } from "./csv-dialect.ts";
import { type CsvSource, lineOfRecord } from "./csv-source.node.ts";
import { asFloat, type CsvTable, fromCsv, isThere, pathPattern } from "./csv-table.node.ts";
import type { Columns } from "./dataset.ts";

/** The error for the first cell of a column of numbers that is not a finite number. */
export async function featureError(table: CsvTable, column: number): Promise<UserError> {
  const { where, text, got } = await cellAt(table, column, await firstUnfitRow(table, column));
  const repair = decimalComma.test(text) ? "Write decimal points" : "Correct the cell";
  const name = table.source.columns[column];
  return new UserError({
    where,
    got,
    expected: "a finite number, as in most cells of the column, or nothing",
    hint: `${repair}, or leave the column out with --ignore ${name}`,
  });
}

/** The error for a target cell without a value. */
export async function targetError(table: CsvTable, row: number): Promise<UserError> {
  const { where, text, got } = await cellAt(table, table.selection.target, row);
  const present = isPresent(text);
  return new UserError({
    where,
    got,
    expected: present ? "a number, like the other values of the target" : "a value of the target",
    hint: decimalComma.test(text)
      ? "Write decimal points"
      : `${present ? "Correct" : "Fill"} the cell, or delete its row`,
  });
}

/** What DuckDB says about a broken line, as an instruction; other errors are returned as they are. */
export function readingError(error: Error, { path }: CsvSource): Error {
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  if (error instanceof UserError || line === undefined) return error;
  const where = `${path}, line ${line}`;
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(error.message);
  if (ragged) {
    const expected = `${ragged[1]}, as in the first line`;
    return new UserError(
      { where, got: `${ragged[2]} cells`, expected, hint: "Correct the line" },
      { cause: error },
    );
  }
  if (/unterminated quote/i.test(error.message)) {
    const expected = 'a cell like "text", with inner quotes doubled';
    const hint = "Close it, or name a column of texts to learn from with --text";
    return new UserError({ where, got: "a quote that is not closed", expected, hint }, { cause: error });
  }
  if (/unicode/i.test(error.message)) {
    const got = "bytes that are not UTF-8 text";
    return new UserError(
      { where, got, expected: "UTF-8", hint: "Save the file as CSV in UTF-8" },
      { cause: error },
    );
  }
  const reason =
    error.message.split("\n").findLast((part) => /^[A-Z].*\.$/.test(part)) ?? "a line that cannot be read";
  return new UserError(
    { where, got: reason.slice(0, -1), expected: "a line of delimited cells" },
    { cause: error },
  );
}

const decimalComma = /^\s*[+-]?\d+,\d+\s*$/;

async function cellAt({ connection, source }: CsvTable, column: number, row: number) {
  const sql = `SELECT c${column} ${fromCsv(source)} LIMIT 1 OFFSET ${row}`;
  const cell = await connection.runAndReadAll(sql, [pathPattern(source.path)]);
  const text = String(cell.getRows()[0]?.[0] ?? "");
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const line = await lineOfRecord(source, row + (source.hasHeader ? 1 : 0));
  return {
    where: `${source.path}, line ${line}, column "${source.columns[column]}"`,
    text,
    got: text.trim() === "" ? "an empty cell" : JSON.stringify(shown),
  };
}

/** The first row of a column whose cell holds something that is no finite number. */
async function firstUnfitRow({ connection, source }: CsvTable, column: number): Promise<number> {
  const fits = `coalesce(isfinite(${asFloat(column)}), false) OR NOT ${isThere(column)}`;
  const result = await connection.runAndReadAll(
    `SELECT row FROM (SELECT row_number() OVER () - 1 AS row, ${fits} AS fits ${fromCsv(source)}) WHERE NOT fits ORDER BY row LIMIT 1`,
    [pathPattern(source.path)],
  );
  return Number(result.getRows()[0]?.[0] ?? 0);
}

/** @throws UserError for a number among the columns that were read which is infinite. */
export async function refuseInfinity(table: CsvTable, columns: Columns["columns"]): Promise<void> {
  for (const [at, column] of columns.entries()) {
    const isInfinite =
      column.kind === "numbers" && column.values.some((value) => Math.abs(value) === Infinity);
    if (isInfinite) throw await featureError(table, table.selection.features[at] as number);
  }
}
