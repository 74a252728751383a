import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../base/index.ts";
import { readBytes } from "./bytes.node.ts";
import type { Dataset, NumberInputs } from "./dataset.ts";

const side = 32;
const pixels = 3 * side * side;
/** One label byte, then the red, green and blue plane, each row by row. */
const recordBytes = 1 + pixels;
const classCount = 10;

/** The files of a folder in CIFAR-10's binary form. */
export interface CifarFiles {
  /** At least one, in the order of their numbers. */
  readonly training: readonly string[];
  readonly test?: string | undefined;
  /** The names of the classes, one a line. */
  readonly names?: string | undefined;
}

/** A file by its plain name, or else packed; nothing when the folder has neither. */
const either = (files: readonly string[], name: string): string | undefined =>
  [name, `${name}.gz`].find((candidate) => files.includes(candidate));

/** The CIFAR-10 files of a folder by their customary names; nothing when it has no training file. */
export async function findCifarFiles(folder: string): Promise<CifarFiles | undefined> {
  const files = await readdir(folder).catch(() => []);
  const numbers = new Set(
    files.flatMap((name) => /^data_batch_(\d+)\.bin(?:\.gz)?$/.exec(name)?.[1] ?? []).map(Number),
  );
  const names = [...numbers].toSorted((a, b) => a - b).map((number) => `data_batch_${number}.bin`);
  const path = (name: string): string | undefined => {
    const found = either(files, name);
    return found && join(folder, found);
  };
  if (names.length === 0) return undefined;
  return {
    training: names.flatMap((name) => path(name) ?? []),
    test: path("test_batch.bin"),
    names: path("batches.meta.txt"),
  };
}

/**
 * Reads the images of a folder in CIFAR-10's binary form, plain or gzip: bytes `[3, 32, 32]`, red, green, blue.
 * `data_batch_*.bin` are free rows and `test_batch.bin`, where there is one, is the test part.
 * @throws UserError when there is no training file, or one is damaged, cut off or has a label above 9.
 */
export async function readCifar(folder: string): Promise<Dataset<NumberInputs>> {
  const files = await findCifarFiles(folder);
  if (!files)
    throw new UserError({
      where: folder,
      got: "no file data_batch_1.bin or data_batch_1.bin.gz",
      expected: "a folder with CIFAR-10 in its binary form",
      hint: "Correct the path",
    });
  const paths = [...files.training, ...(files.test ? [files.test] : [])];
  const parts = await Promise.all(paths.map(readRecords));
  const rows = parts.reduce((total, part) => total + part.length / recordBytes, 0);
  const testRows = files.test ? (parts.at(-1) as Uint8Array).length / recordBytes : 0;
  return {
    name: basename(folder),
    rows,
    ...unpacked(parts, rows, await classNames(files.names)),
    given: files.test ? { test: { from: rows - testRows, to: rows } } : {},
  };
}

/** The bytes of whole records with possible labels. */
async function readRecords(path: string): Promise<Uint8Array> {
  const bytes = await readBytes(path, "a file of CIFAR-10 records, plain or gzip");
  const left = bytes.length % recordBytes;
  if (left > 0 || bytes.length === 0)
    throw new UserError({
      where: path,
      got: left > 0 ? `${bytes.length} bytes, ${left} left over after the last whole record` : "no records",
      expected: `records of ${recordBytes} bytes each: a label and 3 planes of ${side} x ${side} pixels`,
      hint: "The file is cut off or of another kind: download or copy it again",
    });
  for (let record = 0; record * recordBytes < bytes.length; record++) {
    const label = bytes[record * recordBytes] as number;
    if (label >= classCount)
      throw new UserError({
        where: `${path}, record ${record} (from 0)`,
        got: `the label ${label}`,
        expected: `a label from 0 to ${classCount - 1}`,
        hint: "The file is damaged or not CIFAR-10",
      });
  }
  return bytes;
}

/** Labels and pixels apart. */
function unpacked(
  parts: readonly Uint8Array[],
  rows: number,
  classes: readonly string[],
): Pick<Dataset<NumberInputs>, "inputs" | "targets"> {
  const labels = new Int32Array(rows);
  const values = new Uint8Array(rows * pixels);
  let row = 0;
  for (const part of parts) {
    for (let from = 0; from < part.length; from += recordBytes, row++) {
      labels[row] = part[from] as number;
      values.set(part.subarray(from + 1, from + recordBytes), row * pixels);
    }
  }
  return {
    inputs: { kind: "image", shape: [3, side, side], values },
    targets: { kind: "classes", labels, classes },
  };
}

/** The names that the folder gives its classes, or their numbers. */
async function classNames(path: string | undefined): Promise<readonly string[]> {
  const numbers = Array.from({ length: classCount }, (_, label) => String(label));
  if (path === undefined) return numbers;
  const lines = new TextDecoder().decode(await readBytes(path, "the names of the classes")).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (names.length !== classCount || new Set(names).size !== classCount)
    throw new UserError({
      where: path,
      got: `${new Set(names).size} different names`,
      expected: `${classCount}, one a line`,
      hint: "Correct the file, or remove it to call the classes 0 to 9",
    });
  return names;
}
