// Predictions of a model file for the rows of a new table.
import { stat } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import { type Columns, type Encoding, rowCount, rowMajor, type RowRange } from "../data/index.ts";
import { readGivenColumns, type WantedColumn } from "../data/index.node.ts";
import { modelMetadata } from "../onnx/index.ts";
import { createSession, float32, type Session, type Value } from "../runtime/index.ts";
import { readIfThere } from "./files.node.ts";
import { columnFeeds } from "./raw-columns.ts";
import { runPaths } from "./run-files.node.ts";

/** What a model says about the rows of a table. */
export interface Predictions {
  /** Of a classification: the class of each row, and the names of all classes. */
  readonly classes?: { readonly names: readonly string[]; readonly predicted: readonly string[] };
  /** What the numbers are called: `probability of a`, or the target. */
  readonly columns: readonly string[];
  /** One list a row. */
  readonly rows: readonly (readonly number[])[];
}

/** How many rows the model is asked about at once. */
const batch = 1024;

interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The model of a run, or a file. */
async function openModel(argument: string): Promise<ModelFile> {
  const isFolder = (await stat(argument).catch(() => undefined))?.isDirectory() ?? false;
  const path = isFolder ? runPaths(argument).model : argument;
  const bytes = await readIfThere(path);
  if (!bytes)
    throw new UserError({
      where: path,
      got: "no such file",
      expected: "the folder of a finished run, or its model.onnx",
      hint: isFolder ? `Finish the run by "ockham resume ${argument}"` : undefined,
    });
  const metadata = modelMetadata(bytes);
  if (metadata?.["task"] === undefined)
    throw new UserError({
      where: path,
      got: "a file that is no model of Ockham",
      expected: "a model.onnx that a run wrote",
    });
  return { path, bytes, metadata };
}

const listIn = ({ metadata }: ModelFile, key: string): readonly string[] =>
  JSON.parse(metadata[key] ?? "[]") as readonly string[];

const encodingIn = ({ metadata }: ModelFile): Encoding | undefined =>
  metadata["encoding"] === undefined ? undefined : (JSON.parse(metadata["encoding"]) as Encoding);

/** The columns that a model reads. */
function wantedColumns(model: ModelFile): readonly WantedColumn[] {
  const encoded = encodingIn(model)?.columns.map(
    ({ name, kind }): WantedColumn => ({ name, kind: kind === "number" ? "numbers" : "levels" }),
  );
  const wanted = encoded ?? listIn(model, "columns").map((name): WantedColumn => ({ name, kind: "numbers" }));
  if (wanted.length > 0) return wanted;
  throw new UserError({
    where: model.path,
    got: "a model of images or texts",
    expected: "a model of a table",
    hint: "Ask it through ONNX Runtime: the guide on the files of a run says what it takes",
  });
}

/** Complete columns of numbers as the one input of a model. */
function matrixOf({ columns }: Columns, range: RowRange): Value {
  const numbers = columns.filter((column) => column.kind === "numbers");
  return float32(rowMajor(numbers, range), [range.to - range.from, numbers.length]);
}

async function ask(session: Session, model: ModelFile, table: Columns, range: RowRange): Promise<Value> {
  const { from, to } = range;
  const by = encodingIn(model);
  const rows = Int32Array.from({ length: to - from }, (_, i) => from + i);
  const feeds = by
    ? columnFeeds({ by, indicators: [], from: table }, rows)
    : { input: matrixOf(table, range) };
  const results = await session.run(feeds);
  return Object.values(results)[0] as Value;
}

/** The position of the largest number, the first one on ties. */
const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/**
 * What the model of a run, or a model file, says about the rows of a table.
 * @throws UserError when there is no such model, it is not one of a table, or the table lacks a column that it reads.
 */
export async function predictTable(argument: string, table: string): Promise<Predictions> {
  const model = await openModel(argument);
  const columns = await readGivenColumns(table, wantedColumns(model));
  const session = await createSession(model.bytes, { threads: 1, device: "cpu", spin: false });
  const count = rowCount(columns.columns);
  const rows: number[][] = [];
  for (let from = 0; from < count; from += batch) {
    const to = Math.min(from + batch, count);
    const answer = await ask(session, model, columns, { from, to });
    const width = answer.shape[1] ?? 1;
    const values = Array.from(answer.values as Float32Array);
    for (let row = 0; row < to - from; row++) rows.push(values.slice(row * width, (row + 1) * width));
  }
  await session.release();
  const names = listIn(model, "classes");
  if (model.metadata["task"] !== "classification") return { columns: listIn(model, "targets"), rows };
  return {
    classes: { names, predicted: rows.map((row) => names[largest(row)] ?? "") },
    columns: names.map((name) => `probability of ${name}`),
    rows,
  };
}
