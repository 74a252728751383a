import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { UserError } from "../base/index.ts";
import type { TableSettings } from "./csv-source.node.ts";
import {
  columnTypes,
  type DescribedColumn,
  describeColumns,
  duckDbFault,
  kindOfType,
  typedRelation,
} from "./described.node.ts";
import { encodingForm, encodingNote } from "./encodings.node.ts";
import { numberForms } from "./number-forms.ts";
import { type JsonDocument, jsonDocument } from "./json-document.node.ts";
import { type CellKind, quotedPath, type TableSource } from "./table.node.ts";
import { checkedEncoding, contentsOf, openTextFile, type TextFile } from "./text-file.node.ts";
import { withTextFile, withUtf8Copy } from "./utf8-copy.node.ts";

type Contents = Pick<TextFile, "path" | "gzip"> & { readonly isArray: boolean };

/** A file as it was found: lines, an array, or one object. */
type Opened = TextFile & Contents & { readonly document: JsonDocument | undefined };

/**
 * A file with a JSON object in each line, an array of objects, or a table as one object, plain or gzip: a key is a column, an
 * object without it has a gap there.
 * @throws UserError when it is missing, damaged, or a line or entry is no object.
 */
export async function openJson(path: string, settings: TableSettings = {}): Promise<TableSource> {
  const file = await openTextFile(path, "a file with a JSON object in each line", settings);
  if (file.head.trim() === "" && file.tail.trim() === "")
    throw new UserError({ where: path, got: "an empty file", expected: "a JSON object in each line" });
  const isArray = file.head.trimStart().startsWith("[");
  const encoded = await checkedEncoding(file);
  const document = await jsonDocument(encoded);
  const checked: Opened = { ...encoded, isArray, document };
  const columns = await asPlain(checked, (contents) => describe(path, contents));
  const sourceOf = (contents: Contents): TableSource => ({
    path,
    columns: columns.map(({ name }) => name),
    kinds: columns.map(({ type }) => kindOfJson(type)),
    forms: numberForms(","),
    missing: settings.missing ?? [],
    form: [
      document?.form ?? (isArray ? "an array of JSON objects" : "a JSON object in each line"),
      ...encodingForm(checked, settings.encoding),
    ],
    notes: encodingNote(checked),
    relation: (typed) => relation(contents, columns, typed),
    place: async (row) =>
      document || isArray ? `object ${row + 1}` : `line ${await lineOfRow(contents, row)}`,
    fault: (error) => jsonFault(error, path, contents),
    prepared: (act) => asPlain(checked, (plain) => act(sourceOf(plain))),
  });
  return sourceOf(checked);
}

/** DuckDB reads rows, and UTF-8 without a mark. */
function asPlain<T>(file: Opened, act: (contents: Contents) => Promise<T>): Promise<T> {
  const copied = (path: string) => act({ path, gzip: false, isArray: file.isArray });
  if (file.document) return withTextFile(linesOfRows(file.document), copied);
  return file.encoding === "utf-8" && !file.isMarked ? act(file) : withUtf8Copy(file, {}, copied);
}

function* linesOfRows({ rows }: JsonDocument): Generator<string> {
  for (const row of rows()) yield `${JSON.stringify(row)}\n`;
}

const reader = ({ path, gzip, isArray }: Contents, more: string): string =>
  `read_json(${quotedPath(path)}, format = '${isArray ? "array" : "newline_delimited"}', compression = '${gzip ? "gzip" : "uncompressed"}', records = true, ${more})`;

/** Looks at all lines: a key may come late. */
async function describe(path: string, contents: Contents): Promise<DescribedColumn[]> {
  try {
    return await describeColumns(
      reader(contents, "sample_size = -1, map_inference_threshold = -1, maximum_depth = 2"),
    );
  } catch (error) {
    throw (await jsonFault(error as Error, path, contents)) ?? error;
  }
}

/** Texts may be written numbers; values of several types are read as texts. */
function kindOfJson(type: string): CellKind {
  const kind = kindOfType(type);
  return kind === "texts" && type !== "BOOLEAN" ? "unknown" : kind;
}

const relation = (
  contents: Contents,
  columns: readonly DescribedColumn[],
  typed: Parameters<TableSource["relation"]>[0],
): string => {
  const kinds = columns.map(({ type }) => kindOfJson(type));
  const types = columns.map(({ name }, i) => ({ name, type: kinds[i] === "numbers" ? "DOUBLE" : "VARCHAR" }));
  return typedRelation(
    reader(contents, `columns = ${columnTypes(types)}`),
    { columns: columns.map(({ name }) => name), kinds },
    typed,
  );
};

async function* linesOf(contents: Contents): AsyncGenerator<readonly [line: number, text: string]> {
  const lines = createInterface({ input: Readable.from(contentsOf(contents)), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() !== "") yield [line, text];
  }
}

async function lineOfRow(contents: Contents, row: number): Promise<number> {
  let rows = 0;
  for await (const [line] of linesOf(contents)) if (rows++ === row) return line;
  return rows;
}

/** What is wrong with an array: where, DuckDB tells for broken JSON alone. */
const arrayFault = (error: Error, path: string): UserError => {
  const record = /record\/value (\d+)/.exec(error.message)?.[1];
  return new UserError(
    {
      where: record === undefined ? path : `${path}, object ${Number(record) - 1}`,
      got: /non-record/.test(error.message)
        ? "an array with entries that are no objects"
        : "JSON that cannot be read",
      expected: 'an array of objects, such as [{"size": 1, "kind": "a"}, …], whole and closed',
      hint: "Correct it, or write one object in each line and call it .jsonl",
    },
    { cause: error },
  );
};

/** What is wrong with a line, and with which one: DuckDB tells the one after it. */
async function jsonFault(error: Error, path: string, contents: Contents): Promise<UserError | undefined> {
  const fault = duckDbFault(error, path, "lines that cannot be read");
  if (!fault) return undefined;
  if (contents.isArray) return arrayFault(error, path);
  for await (const [line, text] of linesOf(contents)) {
    const got = wrongWith(text);
    if (got !== undefined)
      return new UserError(
        {
          where: `${path}, line ${line}`,
          got,
          expected: "a JSON object",
          hint: "Correct or delete the line",
        },
        { cause: error },
      );
  }
  return fault;
}

function wrongWith(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return "a list";
    return typeof value === "object" && value !== null ? undefined : `the value ${JSON.stringify(value)}`;
  } catch (error) {
    return `no valid JSON (${(error as Error).message.replaceAll(/\s+/g, " ")})`;
  }
}
