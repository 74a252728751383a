// A model file and what its metadata tells.
import { stat } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import type { NewCells } from "../data/index.ts";
import { modelMetadata } from "../onnx/index.ts";
import { readIfThere } from "./files.node.ts";
import { runPaths } from "./run-files.node.ts";

/** What a model says about rows of a table or images. */
export interface Predictions {
  /** Of a classification: the class of each row, and the names of all classes. */
  readonly classes?: {
    readonly names: readonly string[];
    readonly predicted: readonly string[];
    /** The one that is looked for, where that was said. */
    readonly positive?: string;
  };
  /** What the numbers are called: `probability of a`, or the target. */
  readonly columns: readonly string[];
  /** The image of each row. */
  readonly files?: readonly string[];
  /** Of tables: the columns with gaps, or with categories that the model does not know. */
  readonly newCells?: readonly NewCells[];
  /** What to know of how the file was read, each a sentence. */
  readonly notes?: readonly string[];
  /** One list a row. */
  readonly rows: readonly (readonly number[])[];
}

export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The model of a run, or a file. */
export async function openModel(argument: string): Promise<ModelFile> {
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

export const listIn = ({ metadata }: ModelFile, key: string): readonly string[] =>
  JSON.parse(metadata[key] ?? "[]") as readonly string[];

/** The position of the largest number, the first one on ties. */
const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));

/** What a model answered, by the names that its metadata gives. */
export function named(model: ModelFile, rows: readonly (readonly number[])[]): Predictions {
  const names = listIn(model, "classes");
  if (model.metadata["task"] !== "classification") return { columns: listIn(model, "targets"), rows };
  const { positive } = model.metadata;
  return {
    classes: {
      names,
      predicted: rows.map((row) => names[largest(row)] ?? ""),
      ...(positive !== undefined && { positive }),
    },
    columns: names.map((name) => `probability of ${name}`),
    rows,
  };
}
