import { open } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import type { TableSettings } from "./csv-source.node.ts";
import { describeColumns, duckDbFault, kindOfType, typedRelation } from "./described.node.ts";
import { numberForms } from "./number-forms.ts";
import { quotedPath, type TableSource } from "./table.node.ts";

const expected = "a Parquet file";

/**
 * A Parquet file as a table.
 * @throws UserError when it is missing, cut off or damaged.
 */
export async function openParquet(path: string, { missing = [] }: TableSettings = {}): Promise<TableSource> {
  await checkMarks(path);
  const reader = `read_parquet(${quotedPath(path)})`;
  const fault = (error: Error): UserError | undefined => duckDbFault(error, path, "a damaged Parquet file");
  const columns = await describeColumns(reader).catch((error: Error) => {
    throw fault(error) ?? error;
  });
  const kinds = columns.map(({ type }) => kindOfType(type));
  const source: TableSource = {
    path,
    columns: columns.map(({ name }) => name),
    kinds,
    forms: numberForms(","),
    missing,
    form: ["Parquet"],
    notes: [],
    relation: (typed) => typedRelation(reader, source, typed),
    place: (row) => Promise.resolve(`row ${row} (from 0)`),
    fault: (error) => Promise.resolve(fault(error)),
    prepared: (act) => act(source),
  };
  return source;
}

/** A Parquet file begins and ends with four letters: one that is cut off lacks the last ones. */
async function checkMarks(path: string): Promise<void> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UserError({ where: path, got: "no such file", expected, hint: "Correct the path" }, { cause });
  });
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new UserError({ where: path, got: "a folder", expected });
    const [first, last] = [Buffer.alloc(4), Buffer.alloc(4)];
    await file.read(first, 0, 4, 0);
    await file.read(last, 0, 4, Math.max(0, info.size - 4));
    if (first.toString("latin1") !== "PAR1")
      throw new UserError({
        where: path,
        got: info.size === 0 ? "an empty file" : "a file that does not begin with PAR1",
        expected,
        hint: "Download or copy it again, or give it the suffix of what it is",
      });
    if (info.size < 12 || last.toString("latin1") !== "PAR1")
      throw new UserError({
        where: path,
        got: `${info.size} bytes that do not end with PAR1`,
        expected: "a whole Parquet file; this one is cut off",
        hint: "Download or copy it again",
      });
  } finally {
    await file.close();
  }
}
