import { csvFault } from "./csv-faults.node.ts";
import { type CsvSettings, type CsvSource, lineOfRecord, openCsv } from "./csv-source.node.ts";
import type { SourceDataset } from "./dataset.ts";
import { missingSpellings } from "./missing.ts";
import { numberForms } from "./number-forms.ts";
import { readTable, type TableOptions } from "./table-dataset.node.ts";
import { type NumberType, quoted, quotedPath, type TableSource } from "./table.node.ts";

/**
 * Reads a CSV or TSV file (plain or gzip; encoding, delimiter, header and what columns hold are detected): numbers, also with
 * decimal commas or separated thousands, and categories, both with gaps.
 * @throws UserError when the file cannot be read or is ragged, a few cells of a column of numbers are none, or the target
 * has only one value, or is no column of the file.
 */
export const readCsv = async (path: string, options: TableOptions & CsvSettings): Promise<SourceDataset> =>
  readTable(await openCsvTable(path, options), options);

/**
 * The names of a file's columns, in order.
 * @throws UserError when it cannot be read.
 */
export const readCsvColumns = async (path: string): Promise<readonly string[]> =>
  (await openCsv(path)).columns;

/**
 * A CSV or TSV file as a table.
 * @throws UserError when it is missing, empty or damaged, or two of its columns share a name.
 */
export async function openCsvTable(path: string, settings: CsvSettings = {}): Promise<TableSource> {
  const csv = await openCsv(path, settings);
  return tableOf(csv, settings);
}

function tableOf(csv: CsvSource, settings: CsvSettings): TableSource {
  const { path, columns, delimiter } = csv;
  const source: TableSource = {
    path,
    columns,
    kinds: columns.map(() => "unknown"),
    forms: numberForms(delimiter, settings.decimal),
    missing: settings.missing ?? [],
    notes: [],
    relation: (typed) => relation(csv, typed),
    place: async (row) => `line ${await lineOfRecord(csv, row + (csv.hasHeader ? 1 : 0))}`,
    fault: (error) => Promise.resolve(csvFault(error, path)),
    prepared: (act) => act(source),
  };
  return source;
}

/**
 * Dialect and column names are ours: DuckDB's own detection silently skips lines, or takes a ragged file for one of a
 * single column.
 */
function relation(
  { path, columns, delimiter, hasHeader, gzip }: CsvSource,
  typed: ReadonlyMap<number, NumberType> = new Map(),
): string {
  const types = columns.map((_, i) => `'c${i}': '${typed.get(i) ?? "VARCHAR"}'`).join(", ");
  const gaps = typed.size > 0 ? `, nullstr = [${missingSpellings.map(quoted).join(", ")}]` : "";
  return `read_csv(${quotedPath(path)}, auto_detect = false, delim = ${quoted(delimiter)}, quote = '"', escape = '"',
    header = ${hasHeader}, compression = '${gzip ? "gzip" : "none"}', columns = {${types}}${gaps})`;
}
