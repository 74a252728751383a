// Columns of a file whose names and kinds are known beforehand.
import { UserError } from "../base/index.ts";
import { readCells, readingsAs } from "./csv-columns.node.ts";
import { readingError, refuseInfinity } from "./csv-faults.node.ts";
import { openCsv } from "./csv-source.node.ts";
import { withTable } from "./csv-table.node.ts";
import type { Columns } from "./dataset.ts";

/** A column that is wanted. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: "numbers" | "levels";
}

/**
 * Reads some columns of a CSV or TSV file by their names, in the order wanted; others are passed over.
 * @throws UserError when the file cannot be read, lacks a column, or a cell of a column of numbers is none.
 */
export async function readGivenColumns(path: string, wanted: readonly WantedColumn[]): Promise<Columns> {
  const source = await openCsv(path);
  const missing = wanted.filter(({ name }) => !source.columns.includes(name));
  if (missing.length > 0)
    throw new UserError({
      where: path,
      got: `no column ${missing.map(({ name }) => `"${name}"`).join(", ")}`,
      expected: `the columns that the model was trained on: ${wanted.map(({ name }) => name).join(", ")}`,
      hint: "Name the columns in the first line as in the training data",
    });
  const features = wanted.map(({ name }) => source.columns.indexOf(name));
  const selection = { features, target: -1, ignored: [] };
  return withTable(source, selection, async (table): Promise<Columns> => {
    const { columns } = await readCells(table, await readingsAs(table, wanted), undefined);
    await refuseInfinity(table, columns);
    return { kind: "columns", columns };
  }).catch((error: unknown) => {
    throw error instanceof Error ? readingError(error, source) : error;
  });
}
