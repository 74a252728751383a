import { UserError } from "../base/index.ts";
import { detectDialect, type Dialect } from "./csv-dialect.ts";
import { isComment, type Preamble, preambleOf, unmarked, withoutNames } from "./csv-preamble.ts";
import type { FurtherMarks } from "./missing.ts";
import { contentsOf, openTextFile, type TextFile } from "./text-file.node.ts";

/** What is said of a table and so need not be detected; all but `missing` of delimited files only. */
export interface TableSettings {
  readonly separator?: string | undefined;
  /** Whether the first line names the columns. */
  readonly header?: boolean | undefined;
  readonly decimal?: "." | "," | undefined;
  readonly encoding?: string | undefined;
  /** The encoding of files like this one, where its bytes are not those of UTF-8 that says more than ASCII. */
  readonly usualEncoding?: string | undefined;
  /** Marks of missing values besides the usual ones. */
  readonly missing?: FurtherMarks | undefined;
}

/** A delimited text file that was found and looked into. */
export interface CsvSource extends Dialect {
  readonly file: TextFile;
  /** What stands above header and rows. */
  readonly preamble: Preamble;
  /** Lines without cells at the end, from the blank line before them. */
  readonly footnote: string;
}

const expected = "a CSV or TSV file";
/** The names of the columns and some rows: what is needed to tell how a file is written. */
const leastLines = 4;

/**
 * Looks into a CSV or TSV file, plain or gzip.
 * @throws UserError when it is missing, empty, no text, damaged, or two of its columns share a name.
 */
export async function openCsv(path: string, settings: TableSettings = {}): Promise<CsvSource> {
  const file = await openTextFile(path, expected, { ...settings, lines: leastLines });
  refuseReturns(file);
  const ending = footnoteOf(file.tail);
  const isInHead = ending !== "" && file.head.endsWith(ending);
  const before = isInHead ? file.head.slice(0, -ending.length) : file.head;
  // A blank line among comments at the head is not the end.
  const isEnd = before.split("\n").some((line) => line.trim() !== "" && !isComment(line));
  const [head, footnote] = isEnd ? [before, ending] : [file.head, ""];
  const above = preambleOf(head);
  const found = detectDialect(head.split("\n").slice(above.lines).join("\n"), settings);
  const dialect = namedBy(above, found, settings);
  const preamble = dialect.isNamedAbove ? withoutNames(above) : above;
  if (dialect.columns.length === 0)
    throw new UserError({ where: path, got: "an empty file", expected: `${expected} with rows` });
  refuseWidth(path, dialect.columns.length);
  const repeated = repeatedIn(dialect.columns);
  if (repeated !== undefined) {
    throw new UserError({
      where: `${path}, line ${preamble.lines + 1}`,
      got: `two columns named "${repeated}"`,
      expected: "a name of its own for each column",
      hint: "Rename one of them, or say --header no if this line holds no names",
    });
  }
  const hasCells = footnote.split("\n").some((line) => line.includes(dialect.delimiter));
  const isLeftOut = dialect.columns.length > 1 && (!hasCells || dialect.delimiter === " ");
  return { file, ...dialect, preamble, footnote: isLeftOut ? footnote : "" };
}

/** @throws UserError for lines that end with a carriage return alone, as on a Mac before 2001. */
function refuseReturns({ path, head }: TextFile): void {
  if (head.includes("\n") || !/\r./.test(head)) return;
  throw new UserError({
    where: path,
    got: "lines that end with a carriage return alone",
    expected: "lines that end with a line feed",
    hint: `Write it anew: tr '\\r' '\\n' < OLD > NEW`,
  });
}

/** DuckDB holds a buffer of two thousand cells for each column and thread. */
const mostColumns = 30_000;

/** @throws UserError for more columns than memory is sure to suffice for. */
function refuseWidth(path: string, columns: number): void {
  if (columns <= mostColumns) return;
  throw new UserError({
    where: path,
    got: `${columns.toLocaleString("en-US")} columns`,
    expected: `at most ${mostColumns.toLocaleString("en-US")} in a delimited file`,
    hint: "Leave columns out of the file that vary least, or save the numbers as a NumPy array (.npy, .npz)",
  });
}

function repeatedIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** A comment right above rows without a header that has as many cells as these names them. */
function namedBy({ comment }: Preamble, dialect: Dialect, { header }: TableSettings): Dialect {
  if (comment === undefined || dialect.hasHeader || header !== undefined) return dialect;
  const { delimiter } = dialect;
  const { columns } = detectDialect(unmarked(comment, delimiter), { separator: delimiter, header: true });
  const isFit = columns.length === dialect.columns.length && columns.length > 1;
  return isFit ? { ...dialect, columns, isNamedAbove: true } : dialect;
}

/** What follows the last blank line of a text, if it is words and not cut off from quoted cells. */
function footnoteOf(tail: string): string {
  const blank = [...tail.trimEnd().matchAll(/\n[ \t]*\r?\n/g)].at(-1);
  const last = blank ? tail.slice(blank.index + 1) : "";
  return /\p{L}+\s+\p{L}+/u.test(last) && !last.includes('"') ? last : "";
}

/** The line (from 1) on which a record (from 0, blank lines not counted) begins. */
export async function lineOfRecord(file: Pick<TextFile, "path" | "gzip">, record: number): Promise<number> {
  let line = 1;
  let start = 1;
  let records = 0;
  let blank = true;
  let quoted = false;
  for await (const block of contentsOf(file)) {
    for (const byte of block) {
      if (byte === 0x22) quoted = !quoted;
      if (byte === 0x0a) {
        line++;
        if (quoted) continue;
        if (!blank && records++ === record) return start;
        start = line;
        blank = true;
      } else if (byte !== 0x0d) blank = false;
    }
  }
  return start;
}
