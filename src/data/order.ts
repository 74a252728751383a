import { bug, permutation, stream } from "../base/index.ts";
import { parts, type SourceDataset } from "./dataset.ts";

/** How rows are put in line before they are divided. */
export interface Order {
  /** `"file"`: as the source orders them. Rows with times are always in the order of their times. */
  readonly order: "shuffled" | "file";
  /** Whether shuffled rows keep the proportions of the classes; without effect for numbers and in file order. */
  readonly stratify: boolean;
}

/** The rows that no given part holds. */
export function freeRows(dataset: SourceDataset): Int32Array {
  const given = parts.flatMap((part) => dataset.given?.[part] ?? []);
  const free = new Int32Array(dataset.rows);
  let count = 0;
  for (let row = 0; row < dataset.rows; row++) {
    if (!given.some(({ from, to }) => row >= from && row < to)) free[count++] = row;
  }
  return free.slice(0, count);
}

export const shuffled = (rows: Int32Array, seed: number, name: string): Int32Array =>
  permutation(stream(seed, name), rows.length).map((i) => rows[i] as number);

/** The class of each row of a data set, where its rows are to keep the proportions of classes. */
export const labelsToKeep = ({ targets }: SourceDataset, { stratify }: Order): Int32Array | undefined =>
  stratify && targets.kind === "classes" ? targets.labels : undefined;

/** The rows in the order in which parts are cut from them. */
export function lineUp(dataset: SourceDataset, rows: Int32Array, how: Order, seed: number): Int32Array {
  if (dataset.times) return inTime(rows, dataset.times);
  if (how.order === "file") return rows;
  const line = shuffled(rows, seed, "split");
  const labels = labelsToKeep(dataset, how);
  return labels ? interleaved(line, labels) : line;
}

/** Rows of the same time stay as the source orders them. */
export const inTime = (rows: Int32Array, times: Float64Array): Int32Array =>
  rows.toSorted((a, b) => (times[a] as number) - (times[b] as number) || a - b);

/** The rows sorted by their relative rank within their class, so that every stretch holds the classes in proportion. */
function interleaved(rows: Int32Array, labels: Int32Array): Int32Array {
  const counts = new Map<number, number>();
  const ranks = rows.map((row) => {
    const label = labels[row] as number;
    const rank = counts.get(label) ?? 0;
    counts.set(label, rank + 1);
    return rank;
  });
  const places = Float64Array.from(
    rows,
    (row, at) =>
      ((ranks[at] as number) + 0.5) / (counts.get(labels[row] as number) ?? bug("a class without rows")),
  );
  const order = Int32Array.from(rows.keys()).toSorted(
    (a, b) => (places[a] as number) - (places[b] as number),
  );
  return order.map((at) => rows[at] as number);
}
