import { csvFault } from "./csv-faults.node.ts";
import { withSingleBlanks } from "./csv-dialect.ts";
import { dialectForm } from "./csv-form.ts";
import { type CsvSource, lineOfRecord, openCsv, type TableSettings } from "./csv-source.node.ts";
import type { SourceDataset } from "./dataset.ts";
import { encodingForm, encodingNote } from "./encodings.node.ts";
import { missingSpellings } from "./missing.ts";
import { numberForms } from "./number-forms.ts";
import { readTable, type TableOptions } from "./table-dataset.node.ts";
import { type NumberType, quoted, quotedPath, type TableSource } from "./table.node.ts";
import { checkedEncoding, type TextFile } from "./text-file.node.ts";
import { withUtf8Copy } from "./utf8-copy.node.ts";

/**
 * Reads a CSV or TSV file (plain or gzip; encoding, delimiter, header and what columns hold are detected): numbers, also with
 * decimal commas or separated thousands, and categories, both with gaps.
 * @throws UserError when the file cannot be read or is ragged, a few cells of a column of numbers are none, or the target
 * has only one value, or is no column of the file.
 */
export const readCsv = async (path: string, options: TableOptions & TableSettings): Promise<SourceDataset> =>
  readTable(await openCsvTable(path, options), options);

/**
 * A CSV or TSV file as a table.
 * @throws UserError when it is missing, empty or damaged, or two of its columns share a name.
 */
export async function openCsvTable(path: string, settings: TableSettings = {}): Promise<TableSource> {
  const csv = await openCsv(path, settings);
  const { columns, delimiter, hasHeader, isAligned, preamble, footnote } = csv;
  const above = preamble.records + (hasHeader ? 1 : 0);
  const change = isAligned ? withSingleBlanks : undefined;
  const sourceOf = (file: TextFile, read: Pick<TextFile, "path" | "gzip">): TableSource => ({
    path,
    columns,
    kinds: columns.map(() => "unknown"),
    forms: numberForms(delimiter, settings.decimal),
    missing: settings.missing ?? [],
    likelyRows: likelyRows(csv.file),
    form: [...dialectForm(csv, settings), ...encodingForm(file, settings.encoding)],
    notes: [...[preamble.note ?? []].flat(), ...encodingNote(file), ...footnoteNote(footnote)],
    relation: (typed) => relation(csv, read, typed),
    place: async (row) => `line ${await lineOfRecord(read, row + above)}`,
    fault: (error) => Promise.resolve(csvFault(error, path)),
    prepared: async (act) => {
      const checked = await checkedEncoding(file);
      if (checked.encoding === "utf-8" && footnote === "" && !change) return act(sourceOf(checked, checked));
      return withUtf8Copy(checked, { ending: footnote, change }, (copy) =>
        act(sourceOf(checked, { path: copy, gzip: false })),
      );
    },
  });
  return sourceOf(csv.file, csv.file);
}

/** No line has more bytes. DuckDB reads as many at once, and would read sixteen times as many if it were left to it. */
const longestLine = 32_000_000;

/** By how many lines the beginning has; a packed file unpacks to some times its size. */
function likelyRows({ head, size, gzip }: TextFile): number {
  const lines = head.split("\n").length;
  const bytes = Buffer.byteLength(head);
  return bytes === 0 ? 0 : Math.ceil((1.03 * lines * size * (gzip ? 4 : 1)) / bytes);
}

const footnoteNote = (footnote: string): readonly string[] =>
  footnote === "" ? [] : [`the text after its last row was left out: ${JSON.stringify(footnote.trim())}`];

/**
 * Dialect and column names are ours: DuckDB's own detection silently skips lines, or takes a ragged file for one of a
 * single column.
 */
function relation(
  { columns, delimiter, hasHeader, preamble }: CsvSource,
  { path, gzip }: Pick<TextFile, "path" | "gzip">,
  typed: ReadonlyMap<number, NumberType> = new Map(),
): string {
  const types = columns.map((_, i) => `'c${i}': '${typed.get(i) ?? "VARCHAR"}'`).join(", ");
  const gaps = typed.size > 0 ? `, nullstr = [${missingSpellings.map(quoted).join(", ")}]` : "";
  return `read_csv(${quotedPath(path)}, auto_detect = false, delim = ${quoted(delimiter)}, quote = '"', escape = '"',
    header = ${hasHeader}, skip = ${preamble.lines}, compression = '${gzip ? "gzip" : "none"}', max_line_size = ${longestLine}, buffer_size = ${longestLine}, columns = {${types}}${gaps})`;
}
