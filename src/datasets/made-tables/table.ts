import type { SourceDataset } from "../../data/index.ts";

/** The inputs of a table, row by row. */
export function tableOf(
  rows: number,
  columns: readonly string[],
  row: (i: number) => ArrayLike<number>,
): {
  readonly kind: "table";
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly columns: readonly string[];
} {
  const values = new Float32Array(rows * columns.length);
  for (let i = 0; i < rows; i++) values.set(row(i), i * columns.length);
  return { kind: "table", shape: [columns.length], values, columns };
}

/** "x1", "x2", … */
export const numberedColumns = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `x${i + 1}`);

/** For people: "two-moons (1,000 rows, seed 1)". */
export const madeName = (id: string, rows: number, seed: number): string =>
  `${id} (${rows.toLocaleString("en-US")} rows, seed ${seed})`;

/** A table whose target is a number, `y`. */
export const regression = (
  name: string,
  inputs: SourceDataset["inputs"],
  values: Float32Array,
): SourceDataset => ({
  name,
  rows: values.length,
  inputs,
  targets: { kind: "numbers", values, columns: ["y"] },
});

/** A table whose target is a class, named by its number. */
export const classification = (
  name: string,
  inputs: SourceDataset["inputs"],
  labels: Int32Array,
  classes: number,
): SourceDataset => ({
  name,
  rows: labels.length,
  inputs,
  targets: { kind: "classes", labels, classes: Array.from({ length: classes }, (_, i) => String(i)) },
});
