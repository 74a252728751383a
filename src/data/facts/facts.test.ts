import { expect, test } from "vitest";
import type { Columns, Dataset, Targets } from "../dataset.ts";
import { toNumbers } from "../numbers.ts";
import { columnsFacts } from "./column-facts.ts";
import { targetFacts } from "./target-facts.ts";

const rows = 12;
const train = Int32Array.from({ length: 8 }, (_, i) => i);
const parts = { train, validation: Int32Array.of(8, 9), test: Int32Array.of(10, 11) };
const repeated = <T>(...values: readonly T[]): T[] =>
  Array.from({ length: rows }, (_, i) => values[i % values.length] as T);

const columns: Columns = {
  kind: "columns",
  columns: [
    { kind: "numbers", name: "size", values: Float32Array.from(repeated(1, 2, Number.NaN, 6)) },
    {
      kind: "levels",
      name: "kind",
      levels: ["b", "a", "gone"],
      codes: Int32Array.from(repeated(0, 1, 0, -1)),
    },
    { kind: "numbers", name: "same", values: Float32Array.from(repeated(7)) },
  ],
};
const targets: Targets = {
  kind: "classes",
  classes: ["no", "yes"],
  labels: Int32Array.from(repeated(0, 1, 1)),
};

test("columns are told over all rows, with what they become", () => {
  const dataset = toNumbers({ name: "t", rows, inputs: columns, targets }, train);
  expect(columnsFacts(dataset)).toEqual({
    count: 3,
    withGaps: 2,
    gaps: 6,
    first: [
      { name: "size", holds: "numbers", missing: 3, range: { least: 1, mean: 3, most: 6 }, inputs: 2 },
      {
        name: "kind",
        holds: "categories",
        missing: 3,
        levels: 2,
        frequent: [
          ["b", 6],
          ["a", 3],
        ],
        // Of the training rows: a b, and others, since "a" and gaps are rarer than three.
        inputs: 2,
      },
      {
        name: "same",
        holds: "numbers",
        missing: 0,
        range: { least: 7, mean: 7, most: 7 },
        inputs: 0,
        leftOut: "one value only",
      },
    ],
  });
});

test("of many columns the first ones are told, and all are counted; images have none", () => {
  const values = Float32Array.from({ length: 2 * 130 }, (_, i) => i);
  const wide: Dataset = { name: "t", rows: 2, inputs: { kind: "table", shape: [130], values }, targets };
  const facts = columnsFacts(wide);
  expect(facts).toMatchObject({ count: 130, withGaps: 0, gaps: 0 });
  expect(facts?.first).toHaveLength(100);
  expect(facts?.first[1]).toEqual({
    name: "c1",
    holds: "numbers",
    missing: 0,
    range: { least: 1, mean: 66, most: 131 },
    inputs: 1,
  });
  expect(columnsFacts({ inputs: { kind: "image", shape: [1, 1, 2], values } })).toBeUndefined();
});

test("classes are counted in each part", () => {
  expect(targetFacts({ targets }, parts)).toEqual({
    kind: "classes",
    classes: ["no", "yes"],
    rows: { train: [3, 5], validation: [1, 1], test: [0, 2] },
  });
  expect(targetFacts({ targets: { ...targets, positive: 0 } }, parts)).toMatchObject({ positive: "no" });
});

test("numbers are counted in ten stretches from the least to the largest", () => {
  const values = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10);
  expect(targetFacts({ targets: { kind: "numbers", columns: ["y"], values } }, parts)).toEqual({
    kind: "numbers",
    columns: [
      {
        name: "y",
        borders: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        rows: {
          train: [1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
          validation: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
          test: [0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
        },
      },
    ],
  });
  const same = targetFacts(
    { targets: { kind: "numbers", columns: ["y"], values: values.map(() => 3) } },
    parts,
  );
  expect(same).toMatchObject({ columns: [{ rows: { train: [8, 0, 0, 0, 0, 0, 0, 0, 0, 0] } }] });
});
