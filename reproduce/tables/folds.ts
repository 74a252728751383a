// Folds as scikit-learn's KFold and StratifiedKFold deal them (shuffled, seed 0), so that each table is cut as it was for
// its references.
import type { SourceDataset } from "../../src/data/index.ts";
import { numpyShuffle, numpyTwister } from "../mersenne.ts";

/** The fold of each row. */
export type Folds = Int32Array;

/** Rows dealt to folds of sizes that differ by at most one. */
function kFolds(rows: number, folds: number, start: number): Folds {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  numpyShuffle(order, numpyTwister(start));
  const foldOf = new Int32Array(rows);
  let from = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0);
    for (const row of order.subarray(from, from + size)) foldOf[row] = fold;
    from += size;
  }
  return foldOf;
}

/** Rows dealt to folds in the proportions of the classes, which count in the order in which they occur. */
function stratifiedFolds(labels: Int32Array, folds: number, start: number): Folds {
  const twister = numpyTwister(start);
  const classes = [...new Set(labels)];
  const sorted = Array.from(labels, (label) => classes.indexOf(label)).toSorted((a, b) => a - b);
  const foldOf = new Int32Array(labels.length);
  for (const [position, label] of classes.entries()) {
    const dealt = Int32Array.from(
      Array.from({ length: folds }, (_, fold) =>
        sorted.filter((other, i) => i % folds === fold && other === position).map(() => fold),
      ).flat(),
    );
    numpyShuffle(dealt, twister);
    let next = 0;
    labels.forEach((other, row) => {
      if (other === label) foldOf[row] = dealt[next++] as number;
    });
  }
  return foldOf;
}

export const foldCount = 5;
const seed = 0;

/** The folds of a data set. */
export const foldsOf = ({ targets, rows }: SourceDataset): Folds =>
  targets.kind === "classes"
    ? stratifiedFolds(targets.labels, foldCount, seed)
    : kFolds(rows, foldCount, seed);

/** Some rows of a list with `width` values a row. */
function picked<T extends Float32Array | Float64Array | Int32Array | Uint8Array>(
  values: T,
  order: Int32Array,
  width: number,
): T {
  const taken = values.slice() as T;
  order.forEach((row, i) => taken.set(values.subarray(row * width, (row + 1) * width), i * width));
  return taken;
}

function inputsIn(order: Int32Array, inputs: SourceDataset["inputs"]): SourceDataset["inputs"] {
  if (inputs.kind === "table")
    return { ...inputs, values: picked(inputs.values, order, inputs.shape[0] as number) };
  if (inputs.kind !== "columns") throw new Error("Folds are for tables");
  const columns = inputs.columns.map((column) =>
    column.kind === "numbers"
      ? { ...column, values: picked<Float32Array | Float64Array>(column.values, order, 1) }
      : { ...column, codes: picked(column.codes, order, 1) },
  );
  return { ...inputs, columns };
}

function targetsIn(order: Int32Array, targets: SourceDataset["targets"]): SourceDataset["targets"] {
  return targets.kind === "classes"
    ? { ...targets, labels: picked(targets.labels, order, 1) }
    : { ...targets, values: picked(targets.values, order, targets.columns.length) };
}

/** The same rows with those of one fold at the end, given as its test part. */
export function withTestFold(dataset: SourceDataset, folds: Folds, fold: number): SourceDataset {
  const rows = Array.from(folds.keys());
  const order = Int32Array.from([
    ...rows.filter((row) => folds[row] !== fold),
    ...rows.filter((row) => folds[row] === fold),
  ]);
  const from = rows.filter((row) => folds[row] !== fold).length;
  return {
    ...dataset,
    inputs: inputsIn(order, dataset.inputs),
    targets: targetsIn(order, dataset.targets),
    given: { test: { from, to: rows.length } },
  };
}
