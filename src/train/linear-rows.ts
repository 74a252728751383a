// Examples as rows for a linear model: tables as they are, images by their pixels, texts by the weights of their words.
import {
  applyPreprocessing,
  type NumberInputs,
  type Preprocessing,
  type TokenInputs,
} from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Examples, SparseExamples } from "../linear/index.ts";
import type { ReadRows } from "./examples.ts";

/** The rows of a data set as a linear model takes them. */
export interface LinearRows {
  /** What they are, for people, where they are no table: "on pixels". */
  readonly title?: string;
  readonly columns: number;
  /** How many numbers of a row are not 0, on average. */
  readonly numbers: number;
  of(this: void, rows: Int32Array): Promise<Examples | SparseExamples>;
}

/** How many numbers are in memory at once beside those that are asked for: 4 MiB. */
const numbersAtOnce = 2 ** 20;

/** Rows in parts that have so many numbers together; one row at least. */
export const rowParts = (rows: Int32Array, size: number): Int32Array[] => {
  const most = Math.max(1, Math.floor(numbersAtOnce / size));
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, i) =>
    rows.subarray(i * most, (i + 1) * most),
  );
};

/** More pixels than this are averaged: fewer columns need fewer rows, and say more of images than many do (decision 0013). */
const mostPixels = 256;

/** Squares that the pixels of an image are averaged over; those at the edges may be smaller. */
interface Squares {
  readonly down: number;
  readonly across: number;
  /** `[channels · height · width]`: the square of each pixel. */
  readonly at: Int32Array;
  /** `[channels · down · across]`: how many pixels it has. */
  readonly pixels: Float32Array;
}

/** The smallest squares that leave few enough of them. */
function squaresOf([channels = 1, height = 1, width = 1]: readonly number[]): Squares {
  let side = 1;
  const along = (length: number): number => Math.ceil(length / side);
  while (channels * along(height) * along(width) > mostPixels && side < Math.max(height, width)) side++;
  const [down, across] = [along(height), along(width)];
  const at = Int32Array.from({ length: channels * height * width }, (_, pixel) => {
    const line = Math.floor(pixel / width);
    const first = Math.floor(line / height) * down + Math.floor((line % height) / side);
    return first * across + Math.floor((pixel % width) / side);
  });
  const pixels = new Float32Array(channels * down * across);
  for (const square of at) pixels[square] = (pixels[square] as number) + 1;
  return { down, across, at, pixels };
}

/** The means of the squares of images, `[rows, squares]`. */
function averaged(values: Float32Array | Uint8Array, { at, pixels }: Squares): Float32Array {
  const means = new Float32Array((values.length / at.length) * pixels.length);
  for (let from = 0, into = 0; from < values.length; from += at.length, into += pixels.length) {
    for (let i = 0; i < at.length; i++) {
      const square = into + (at[i] as number);
      means[square] = (means[square] as number) + (values[from + i] as number);
    }
    for (let i = 0; i < pixels.length; i++)
      means[into + i] = (means[into + i] as number) / (pixels[i] as number);
  }
  return means;
}

/** Rows of `columns` numbers each, fetched in parts of as many rows as have room with `size` numbers each. */
const rowsBy =
  (columns: number, size: number, numbersOf: ReadRows): LinearRows["of"] =>
  async (rows) => {
    const values = new Float32Array(rows.length * columns);
    let at = 0;
    for (const part of rowParts(rows, size)) {
      values.set(await numbersOf(part), at);
      at += part.length * columns;
    }
    return { rows: rows.length, columns, values };
  };

/** The columns of a table. */
export function tableRows({ shape }: NumberInputs, read: ReadRows): LinearRows {
  const columns = sizeOf(shape);
  return { columns, numbers: columns, of: rowsBy(columns, columns, read) };
}

/** The pixels of images, averaged over squares where there are many. */
export function pixelRows({ shape }: NumberInputs, scaling: Preprocessing, read: ReadRows): LinearRows {
  const squares = squaresOf(shape);
  const [columns, size] = [squares.pixels.length, squares.at.length];
  // What is averaged is less to scale.
  const numbersOf = async (rows: Int32Array): Promise<Float32Array> =>
    applyPreprocessing(averaged(await read(rows), squares), scaling);
  const title = columns < size ? `on pixels averaged to ${squares.across} × ${squares.down}` : "on pixels";
  return { title, columns, numbers: columns, of: rowsBy(columns, size, numbersOf) };
}

/**
 * Texts: every token of the vocabulary is a column, padding left out. Its number is `count · (log((1 + n) / (1 + d)) + 1)` with `n`
 * training texts of which `d` hold the token, each row divided by its length: the tf-idf of scikit-learn's TfidfVectorizer.
 */
export function wordRows({ shape, values, vocabulary }: TokenInputs, trainRows: Int32Array): LinearRows {
  const length = shape[0] as number;
  const countsOf = (row: number): Map<number, number> => {
    const counts = new Map<number, number>();
    for (const token of values.subarray(row * length, (row + 1) * length))
      if (token !== 0) counts.set(token, (counts.get(token) ?? 0) + 1);
    return counts;
  };
  const holding = new Float64Array(vocabulary.length);
  for (const row of trainRows)
    for (const token of countsOf(row).keys()) holding[token] = (holding[token] as number) + 1;
  const rarity = holding.map((texts) => Math.log((1 + trainRows.length) / (1 + texts)) + 1);
  const of = (rows: Int32Array): Promise<SparseExamples> => {
    const [at, found]: [number[], number[]] = [[], []];
    const starts = new Int32Array(rows.length + 1);
    rows.forEach((row, i) => {
      const weighed = [...countsOf(row)].map(
        ([token, count]) => [token, count * (rarity[token] as number)] as const,
      );
      const norm = Math.sqrt(weighed.reduce((sum, [, value]) => sum + value ** 2, 0));
      for (const [token, value] of weighed) {
        at.push(token);
        found.push(value / norm);
      }
      starts[i + 1] = at.length;
    });
    return Promise.resolve({
      rows: rows.length,
      columns: vocabulary.length,
      starts,
      at: Int32Array.from(at),
      values: Float32Array.from(found),
    });
  };
  return {
    title: "on tf-idf",
    columns: vocabulary.length,
    numbers: holding.reduce((sum, texts) => sum + texts, 0) / trainRows.length,
    of,
  };
}
