// Which reader a file of rows and columns is for.
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { openCsv, type TableSettings } from "./csv-source.node.ts";

export type TableKind = "delimited" | "parquet" | "json";

const suffixes: readonly (readonly [RegExp, TableKind])[] = [
  [/\.(csv|tsv|tab|txt)(\.gz)?$/i, "delimited"],
  [/\.(parquet|pq)$/i, "parquet"],
  [/\.(jsonl|ndjson|json)(\.gz)?$/i, "json"],
];

const bySuffix = (path: string): TableKind | undefined =>
  suffixes.find(([pattern]) => pattern.test(path))?.[1];

/** What the first bytes of a file tell. */
async function byContent(path: string): Promise<TableKind> {
  const file = await open(path).catch(() => undefined);
  if (!file) return "delimited";
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const head = buffer.subarray(0, bytesRead).toString("latin1");
    if (head.startsWith("PAR1")) return "parquet";
    return /^(\u00ef\u00bb\u00bf)?\s*[{[]/.test(head) ? "json" : "delimited";
  } finally {
    await file.close();
  }
}

/** Which reader a table is for: by what its name ends with, else by its first bytes. */
export const tableKind = async (path: string): Promise<TableKind> => bySuffix(path) ?? byContent(path);

/** Names without an ending that tells something; the archive of UCI calls its tables `.data`. */
const tellsNothing = (path: string): boolean => /^[^.]+$|\.(data|dat|asc)$/i.test(basename(path));

/** Whether a delimited file has cells that can be told apart. */
const hasColumns = (path: string, settings: TableSettings): Promise<boolean> =>
  openCsv(path, settings).then(
    ({ columns }) => columns.length > 1,
    (error: unknown) => {
      if (error instanceof UserError) return false;
      throw error;
    },
  );

/** Whether a file looks like a table of some kind: by what its name ends with, where that tells nothing by its content. */
export async function looksLikeTable(
  path: string,
  kind: TableKind,
  settings: TableSettings = {},
): Promise<boolean> {
  const named = bySuffix(path);
  if (named !== undefined || !tellsNothing(path)) return named === kind;
  if (!(await stat(path).catch(() => undefined))?.isFile() || (await byContent(path)) !== kind) return false;
  return kind !== "delimited" || hasColumns(path, settings);
}
