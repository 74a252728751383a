// Examples as rows for a linear model: images pixel by pixel, texts by the weights of their words.
import type { NumberInputs, Preprocessing, TokenInputs } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { SparseExamples } from "../linear/index.ts";

/** Some rows of a data set as a linear model takes them. */
export type RowsOf = (this: void, rows: Int32Array) => SparseExamples;

/** Rows that are put together one by one, of numbers that are not 0. */
function collected(
  rows: Int32Array,
  columns: number,
  put: (row: number, take: (column: number, value: number) => void) => void,
): SparseExamples {
  const [at, values]: [number[], number[]] = [[], []];
  const starts = new Int32Array(rows.length + 1);
  const take = (column: number, value: number): void => {
    if (value === 0) return;
    at.push(column);
    values.push(value);
  };
  rows.forEach((row, i) => {
    put(row, take);
    starts[i + 1] = at.length;
  });
  return { rows: rows.length, columns, starts, at: Int32Array.from(at), values: Float32Array.from(values) };
}

/** Images: every pixel of every channel is a column, scaled as the network has it. */
export function pixelRows({ shape, values }: NumberInputs, scaling: Preprocessing): RowsOf {
  const size = sizeOf(shape);
  const [shift = 0, scale = 1] = [scaling.shift[0], scaling.scale[0]];
  return (rows) =>
    collected(rows, size, (row, take) => {
      for (let i = 0; i < size; i++) take(i, ((values[row * size + i] as number) - shift) * scale);
    });
}

/**
 * Texts: every token of the vocabulary is a column, padding left out. Its number is `count · (log((1 + n) / (1 + d)) + 1)` with `n`
 * training texts of which `d` hold the token, each row divided by its length: the tf-idf of scikit-learn's TfidfVectorizer.
 */
export function wordRows({ shape, values, vocabulary }: TokenInputs, trainRows: Int32Array): RowsOf {
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
  return (rows) =>
    collected(rows, vocabulary.length, (row, take) => {
      const weighed = [...countsOf(row)].map(
        ([token, count]) => [token, count * (rarity[token] as number)] as const,
      );
      const norm = Math.sqrt(weighed.reduce((sum, [, value]) => sum + value ** 2, 0));
      for (const [token, value] of weighed) take(token, value / norm);
    });
}
