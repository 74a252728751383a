import { basename } from "node:path";
import { bug, counted, UserError } from "../base/index.ts";
import type { Dataset, NumberInputs, Part, RowRange, Targets } from "./dataset.ts";
import { type IdxArray, readIdx } from "./idx.node.ts";

/** The two IDX files of some examples. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string;
}

/** Free examples, and parts that the source fixes. */
export interface IdxFiles {
  readonly free: IdxPair;
  readonly validation?: IdxPair | undefined;
  readonly test?: IdxPair | undefined;
}

interface Examples {
  readonly path: string;
  /** `[rows, ...shape of one example]`. */
  readonly images: IdxArray;
  /** `[rows]`. */
  readonly labels: IdxArray;
}

/**
 * Reads IDX images `[rows, height, width]` or `[rows, channels, height, width]` (or vectors `[rows, columns]`) and their
 * whole-number labels; classes are the labels that occur, in ascending order.
 * @throws UserError when a file is damaged or holds NaN, images and labels differ in number, or the parts in shape.
 */
export async function readIdxDataset(
  name: string,
  { free, validation, test }: IdxFiles,
): Promise<Dataset<NumberInputs>> {
  const pairs = { free, validation, test };
  const given: Partial<Record<Part, RowRange>> = {};
  const all: Examples[] = [];
  let rows = 0;
  for (const part of ["free", "validation", "test"] as const) {
    const pair = pairs[part];
    if (!pair) continue;
    const examples = await readPair(pair);
    all.push(examples);
    const from = rows;
    rows += examples.labels.values.length;
    if (part !== "free") given[part] = { from, to: rows };
  }
  return { name, rows, inputs: joinImages(all), targets: joinLabels(all), given };
}

async function readPair({ images: imagesPath, labels: labelsPath }: IdxPair): Promise<Examples> {
  const [images, labels] = await Promise.all([readIdx(imagesPath), readIdx(labelsPath)]);
  const [count = 0] = images.shape;
  if (images.shape.length < 2) {
    throw new UserError({
      where: imagesPath,
      got: "an IDX file with one axis",
      expected: "images: two axes or more",
      hint: "Exchange images and labels if they are mixed up",
    });
  }
  if (labels.shape.length !== 1 || !labels.values.every(Number.isInteger)) {
    throw new UserError({
      where: labelsPath,
      got: `values of shape [${labels.shape.join(", ")}]${labels.shape.length === 1 ? " that are not whole numbers" : ""}`,
      expected: "one whole number for each image",
      hint: "Exchange images and labels if they are mixed up",
    });
  }
  if (labels.values.length !== count) {
    throw new UserError({
      where: labelsPath,
      got: counted(labels.values.length, "label"),
      expected: `${count}, one for each image of ${basename(imagesPath)}`,
      hint: "Give the two files of the same part",
    });
  }
  requireFinite(imagesPath, images);
  if (count === 0) throw new UserError({ where: imagesPath, got: "no images", expected: "at least one" });
  return { path: imagesPath, images, labels };
}

/** Values become float32: what is infinite there is refused too. */
function requireFinite(path: string, { values, shape }: IdxArray): void {
  if (values instanceof Uint8Array) return;
  const at = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (at < 0) return;
  throw new UserError({
    where: `${path}, image ${Math.floor((at * (shape[0] ?? 1)) / values.length)} (from 0)`,
    got: String(values[at]),
    expected: "finite numbers",
    hint: "Correct the value, or leave the image out",
  });
}

function joinImages(all: readonly Examples[]): NumberInputs {
  const shapes = all.map(({ images }) => images.shape.slice(1));
  const shape = shapes[0] ?? bug("no IDX files");
  const other = shapes.findIndex((candidate) => candidate.join() !== shape.join());
  if (other >= 0) {
    throw new UserError({
      where: all[other]?.path ?? "",
      got: `images of shape [${shapes[other]?.join(", ")}]`,
      expected: `[${shape.join(", ")}], as in ${all[0]?.path}`,
    });
  }
  const bytes = all.every(({ images }) => images.values instanceof Uint8Array);
  const length = all.reduce((total, { images }) => total + images.values.length, 0);
  const values = bytes ? new Uint8Array(length) : new Float32Array(length);
  let offset = 0;
  for (const { images } of all) {
    values.set(images.values, offset);
    offset += images.values.length;
  }
  if (shape.length === 1) {
    return {
      kind: "table",
      shape,
      values,
      columns: Array.from({ length: shape[0] as number }, (_, i) => `c${i}`),
    };
  }
  return { kind: "image", shape: shape.length === 2 ? [1, ...shape] : shape, values };
}

function joinLabels(all: readonly Examples[]): Targets {
  const numbers = all.flatMap(({ labels }) => Array.from(labels.values));
  const classes = [...new Set(numbers)].toSorted((a, b) => a - b);
  const position = new Map(classes.map((value, i) => [value, i]));
  return {
    kind: "classes",
    classes: classes.map(String),
    labels: Int32Array.from(numbers, (value) => position.get(value) ?? bug("an unknown label")),
  };
}
