// Tables of formats that say themselves what their columns hold.
import { UserError } from "../base/index.ts";
import { type CellKind, type NumberType, quoted, type TableSource, withDuckDb } from "./table.node.ts";

/** A column and its type as DuckDB calls it. */
export interface DescribedColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns of what a function of DuckDB reads. */
export const describeColumns = (reader: string): Promise<DescribedColumn[]> =>
  withDuckDb(async (connection) => {
    const result = await connection.runAndReadAll(`DESCRIBE FROM ${reader}`);
    return result.getRows().map(([name, type]) => ({ name: name as string, type: type as string }));
  });

/** What a column of a type holds. */
export function kindOfType(type: string): CellKind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return "numbers";
  return /\]$|^(STRUCT|MAP|UNION|BLOB|VARIANT|GEOMETRY)/.test(type) ? "nested" : "texts";
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What a function reads, as {@link TableSource.relation} wants it. */
export function typedRelation(
  reader: string,
  { columns, kinds }: Pick<TableSource, "columns" | "kinds">,
  typed: ReadonlyMap<number, NumberType> = new Map(),
): string {
  const cells = columns.map((name, i) => {
    const type = typed.get(i) ?? (kinds[i] === "numbers" ? undefined : "VARCHAR");
    return `${identifier(name)}${type === undefined ? "" : `::${type}`} AS c${i}`;
  });
  return `(SELECT ${cells.join(", ")} FROM ${reader})`;
}

/** What DuckDB says about a file, in one line; nothing for errors of ours. */
export function duckDbFault(error: Error, path: string, got: string): UserError | undefined {
  if (
    error instanceof UserError ||
    error.constructor !== Error ||
    error.message.startsWith("Internal error:")
  )
    return undefined;
  const [line = ""] = error.message.split("\n");
  const said = line.replaceAll(/^[A-Za-z ]*Error: /g, "").replaceAll(/[.\s]+$/g, "");
  return new UserError(
    {
      where: path,
      got: said === "" ? got : `${got} (${said.length > 160 ? `${said.slice(0, 160)}…` : said})`,
      expected: "a whole one",
      hint: "Download or copy it again",
    },
    { cause: error },
  );
}

/** Names with types as an argument of a function of DuckDB. */
export const columnTypes = (columns: readonly DescribedColumn[]): string =>
  `{${columns.map(({ name, type }) => `${quoted(name)}: ${quoted(type)}`).join(", ")}}`;
