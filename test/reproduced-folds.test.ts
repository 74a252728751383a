// The folds in which tables are compared with scikit-learn are scikit-learn's.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { foldsOf, withTestFold } from "../reproduce/tables/folds.ts";
import type { SourceDataset } from "../src/data/index.ts";

const golden = JSON.parse(readFileSync("test/golden/folds.json", "utf8")) as {
  readonly [key in "labels" | "classes" | "numbers"]: readonly number[];
};

const rows = golden.labels.length;
const inputs = { kind: "table", shape: [1], values: Float32Array.from(golden.labels.keys()) } as const;
const classes: SourceDataset = {
  name: "classes",
  rows,
  inputs,
  targets: { kind: "classes", labels: Int32Array.from(golden.labels), classes: ["a", "b", "c"] },
};
const numbers: SourceDataset = {
  ...classes,
  targets: { kind: "numbers", values: inputs.values, columns: ["y"] },
};

test("rows fall into the folds of KFold and StratifiedKFold", () => {
  expect([...foldsOf(classes)]).toEqual(golden.classes);
  expect([...foldsOf(numbers)]).toEqual(golden.numbers);
});

test("the rows of a fold are the test part, with their own targets", () => {
  const { given, inputs: moved, targets } = withTestFold(classes, foldsOf(classes), 2);
  const wanted = golden.classes.flatMap((fold, row) => (fold === 2 ? [row] : []));
  if (moved.kind !== "table" || targets.kind !== "classes") throw new Error("not the table that went in");
  const from = given?.test?.from ?? 0;
  expect(Array.from(moved.values.subarray(from))).toEqual(wanted);
  expect(Array.from(targets.labels.subarray(from))).toEqual(wanted.map((row) => golden.labels[row]));
  expect([...moved.values].toSorted((a, b) => a - b)).toEqual([...golden.labels.keys()]);
});
