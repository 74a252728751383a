import type { LogFile, TextTable } from "./log-file.ts";
import { checkSize, column, type LogTable, numberIn, type Recorded } from "./log-table.ts";
import { type Measure, measureOf } from "./measures.ts";
import type { Remark } from "./record.ts";

/** A number with a decimal comma as one with a point. */
const withPoint = (cell: string): string => cell.replace(/^(\s*[+-]?\d*),(\d+)/u, "$1.$2");

const missingMarks = new Set(["", "-", "na", "n/a", "none", "null", "?"]);

/** The table in a delimited text, with what was left out of it. */
export interface TextColumns {
  readonly table: LogTable;
  readonly remarks: readonly Remark[];
}

/** The name of a first column that only counts rows, as pandas writes it. */
const isIndex = (name: string): boolean => name === "" || /^unnamed: 0$/iu.test(name);

/**
 * The columns of a delimited text as numbers.
 * @throws UserError for a row with too many or too few cells, and a cell that holds no number in a column of a loss.
 */
export function textColumns(
  log: LogFile,
  text: TextTable,
  measures: (name: string) => Measure = measureOf,
): TextColumns {
  const { names, torn } = text;
  checkSize(log.path, names.length, names.length * text.records.length);
  const isHeader = (cells: readonly string[]): boolean => cells.every((cell, i) => cell.trim() === names[i]);
  const records = text.records.filter(({ cells }) => !isHeader(cells));
  const breaks = text.records
    .flatMap(({ cells }, i) => (isHeader(cells) ? [i] : []))
    .map((row, i) => row - i);
  for (const { cells, line } of records)
    if (cells.length !== names.length)
      throw log.fault(
        `${cells.length} cells`,
        `${names.length}, as the first line has`,
        "Was the logger given other metrics for a later run? Split the file there",
        line,
      );
  if (records.length === 0)
    throw log.fault(
      "a header without a row",
      "at least one epoch",
      "Was the run stopped before its first epoch?",
    );
  const counts = names.some((name) => measures(name).kind === "epoch");
  // Where a comma parts cells, one within a cell parts thousands.
  const hasCommas = text.delimiter !== ",";
  const columns = names.map((name, i) => {
    const given = i === 0 && isIndex(name) && !counts ? "epoch" : name;
    const measure = measures(given);
    const values = records.map(({ cells }) =>
      numberIn(hasCommas ? withPoint(cells[i] as string) : (cells[i] as string)),
    );
    if (measure.kind === "loss") checkCells(log, records, { name, i, values });
    return column(given, values, measure);
  });
  return {
    table: { rows: records.length, columns, ...(breaks.length > 0 && { breaks }) },
    remarks:
      torn === undefined
        ? []
        : [{ kind: "leftOut", sentence: `Line ${torn}, the last one, is cut off and left out.` }],
  };
}

interface Checked {
  readonly name: string;
  readonly i: number;
  readonly values: readonly Recorded[];
}

/** A text among the numbers of a loss; a column of texts only is no loss. */
function checkCells(log: LogFile, records: TextTable["records"], { name, i, values }: Checked): void {
  if (values.every((value) => value === undefined)) return;
  const at = records.findIndex(
    ({ cells }, row) =>
      values[row] === undefined && !missingMarks.has((cells[i] as string).trim().toLowerCase()),
  );
  const record = records[at];
  if (record === undefined) return;
  throw log.fault(
    `"${(record.cells[i] as string).slice(0, 40)}" in the column "${name}"`,
    "a number",
    undefined,
    record.line,
  );
}
