// Tables that are one JSON object: by columns, or with their rows under "data".
import { counted, UserError } from "../base/index.ts";
import { contentsOf, openTextFile, type TextFile } from "./text-file.node.ts";

/** A table out of one JSON object. */
export interface JsonDocument {
  /** How the object holds it, for people. */
  readonly form: string;
  readonly columns: number;
  rows(): Iterable<Fields>;
}

type Fields = Readonly<Record<string, unknown>>;

/** A whole object is held in memory, unlike lines and arrays. */
const mostCharacters = 1 << 28;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean => typeof value !== "object" || value === null;

/** `{"data": [{"a": 1, "b": 2}, …]}`, or lists with their names apart: `{"columns": ["a", "b"], "data": [[1, 2], …]}` */
function underData({ data, columns }: Fields, path: string): JsonDocument | undefined {
  if (!Array.isArray(data) || data.every(isScalar)) return undefined;
  const entries: readonly unknown[] = data;
  const names = Array.isArray(columns) && Array.isArray(entries[0]) ? columns.map(String) : undefined;
  const fits = (entry: unknown): boolean =>
    names ? Array.isArray(entry) && entry.length === names.length : isFields(entry);
  const other = entries.findIndex((entry) => !fits(entry));
  if (other >= 0)
    throw new UserError({
      where: `${path}, data, entry ${other + 1}`,
      got: Array.isArray(entries[other]) ? "a list" : "no object",
      expected: names
        ? `a list of ${counted(names.length, "value")}, one for each of "columns"`
        : 'an object such as {"size": 1, "kind": "a"}, or lists of values and beside them "columns" with their names',
    });
  return {
    form: 'rows under "data" of a JSON object',
    columns: (names ?? Object.keys(entries[0] as Fields)).length,
    rows: () =>
      names
        ? entries.map((row) => Object.fromEntries(names.map((name, at) => [name, (row as unknown[])[at]])))
        : (entries as readonly Fields[]),
  };
}

function* rowsOf(names: readonly string[], columns: readonly (readonly unknown[])[], rows: number) {
  for (let row = 0; row < rows; row++)
    yield Object.fromEntries(names.map((name, at) => [name, (columns[at] as readonly unknown[])[row]]));
}

/** `{"a": [1, 2], "b": ["x", "y"]}`, or the same with numbered values: `{"a": {"0": 1, "1": 2}, …}` */
function byColumns(document: Fields, path: string): JsonDocument | undefined {
  const names = Object.keys(document);
  const columns = Object.values(document).map((column) => {
    if (Array.isArray(column)) return column;
    return isFields(column) && Object.keys(column).every((key) => /^\d+$/.test(key))
      ? Object.values(column)
      : undefined;
  });
  const lists = columns.filter((column) => column?.every(isScalar));
  const first = lists[0];
  if (!first || first.length === 0 || lists.length < columns.length) return undefined;
  const other = lists.findIndex((column) => column?.length !== first.length);
  if (other >= 0)
    throw new UserError({
      where: path,
      got: `${counted(first.length, "value")} in "${names[0]}" and ${lists[other]?.length} in "${names[other]}"`,
      expected: "as many values in each column, null where there is none",
    });
  return {
    form: "a JSON object with a list for each column",
    columns: names.length,
    rows: () => rowsOf(names, lists as readonly (readonly unknown[])[], first.length),
  };
}

/** Whether the first line is an object by itself, and others follow. */
function isOfLines(head: string): boolean {
  const text = head.trimStart();
  const end = text.indexOf("\n");
  if (end < 0 || text.slice(end).trim() === "") return false;
  try {
    return isFields(JSON.parse(text.slice(0, end)));
  } catch {
    return false;
  }
}

async function textOf(file: TextFile): Promise<string | undefined> {
  const decoder = new TextDecoder(file.encoding);
  let text = "";
  for await (const block of contentsOf(file)) {
    text += decoder.decode(block, { stream: true });
    if (text.length > mostCharacters) return undefined;
  }
  return text;
}

/**
 * The table that a JSON file is as one object; nothing where it is none.
 * @throws UserError for columns of different lengths, and rows that are none.
 */
export async function jsonDocument(file: TextFile): Promise<JsonDocument | undefined> {
  if (!file.head.trimStart().startsWith("{") || isOfLines(file.head)) return undefined;
  const text = await textOf(file);
  let document: unknown;
  try {
    document = JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
  return isFields(document) ? (underData(document, file.path) ?? byColumns(document, file.path)) : undefined;
}

/**
 * Whether a JSON file holds a table of several columns and not an object with settings.
 * @throws UserError for a file that is no text, and a table that cannot be meant.
 */
export async function holdsJsonTable(path: string): Promise<boolean> {
  const file = await openTextFile(path, "a file with JSON");
  if (/^\s*\[/.test(file.head) || isOfLines(file.head)) return true;
  return ((await jsonDocument(file))?.columns ?? 0) > 1;
}
