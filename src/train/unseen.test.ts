import { expect, test } from "vitest";
import type { SourceDataset } from "../data/index.ts";
import { parseRecipe } from "../recipe/index.ts";
import { unseenClasses, unseenInFolds } from "./unseen.ts";

/** Six groups of five rows; class c is that of the first group alone. */
const labels = Int32Array.from({ length: 30 }, (_, row) => (row < 5 ? 2 : row % 2));
const source: SourceDataset = {
  name: "grouped",
  rows: 30,
  inputs: { kind: "table", shape: [1], values: new Float32Array(30) },
  targets: { kind: "classes", labels, classes: ["a", "b", "c"] },
  groups: Int32Array.from({ length: 30 }, (_, row) => Math.floor(row / 5)),
};

test("a class that only held-out rows have is named", () => {
  const [first, rest] = [Int32Array.of(0, 1), Int32Array.of(6, 7, 8)];
  const none = new Int32Array();
  expect(unseenClasses(source, { train: rest, validation: first, test: none })).toEqual([
    "no training row is of class c, validation or test rows are: no model can tell them",
  ]);
  expect(unseenClasses(source, { train: Int32Array.of(2, 6, 7), validation: first, test: rest })).toEqual([]);
});

test("of folds the one is named beside which a class is missing", () => {
  const folds = { count: 5, number: 1, part: "validation" } as const;
  const recipe = parseRecipe(
    { data: { source: "two-moons" }, split: { folds, test: 0, stratify: true } },
    "recipe",
  );
  const found = unseenInFolds(source, recipe);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^no row beside fold \d of 5 is of class c: no model can tell them there$/);
  const { groups: _, ...single } = source;
  expect(unseenInFolds(single, recipe)).toEqual([]);
});
