// The files of the comparison as data sets.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { SourceDataset } from "../../src/data/index.ts";
import { readCsv } from "../../src/data/index.node.ts";
import { detectDialect } from "../../src/data/csv-dialect.ts";
import { parseRecords } from "../../src/data/records.ts";
import type { Table } from "./list.ts";

interface Cells {
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

async function cellsOf(path: string): Promise<Cells> {
  const bytes = await readFile(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const { delimiter, hasHeader, columns } = detectDialect(text);
  const records = parseRecords(text, { delimiter, hasQuotes: true }).map(({ cells }) => cells);
  return { delimiter, columns, rows: hasHeader ? records.slice(1) : records };
}

const quoted = (cell: string): string => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const withPoint = (cell: string): string => (/^-?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell);

/** A file with decimal points, its target beside the other columns, what is missing left blank, and without rows that have no target. */
async function prepared({ file, targetFile, target, missing }: Table, folder: string): Promise<string> {
  const { delimiter, columns, rows } = await cellsOf(join(folder, file));
  const targets = targetFile === undefined ? undefined : (await cellsOf(join(folder, targetFile))).rows;
  const names = targets ? [...columns, target] : columns;
  const at = names.indexOf(target);
  const joined = rows.map((row, i) => [...row, ...(targets?.[i] ?? [])]);
  const filled = joined
    .map((row) => row.map((cell) => (cell === missing ? "" : withPoint(cell))))
    .filter((row) => row[at] !== "");
  return [names, ...filled].map((row) => row.map(quoted).join(delimiter)).join("\n");
}

/** Reads a table as `ockham train FILE --target COLUMN` does. */
export async function readTable(table: Table, folder: string): Promise<SourceDataset> {
  const { target, ignore, task, targetFile, missing, lacksTargets } = table;
  const options = { target, ignore, task };
  if (targetFile === undefined && missing === undefined && !lacksTargets)
    return readCsv(join(folder, table.file), options);
  const scratch = await mkdtemp(join(tmpdir(), "ockham-tables-"));
  try {
    const path = join(scratch, "table.csv");
    await writeFile(path, await prepared(table, folder));
    return await readCsv(path, options);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
