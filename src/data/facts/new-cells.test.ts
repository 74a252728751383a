import { expect, test } from "vitest";
import { fitEncoding } from "../columns.ts";
import type { Columns, LevelColumn } from "../dataset.ts";
import { newCells, newCellSentences } from "./new-cells.ts";

const levels = (name: string, cells: readonly (string | undefined)[]): LevelColumn => {
  const known = [...new Set(cells.filter((cell) => cell !== undefined))];
  return {
    kind: "levels",
    name,
    levels: known,
    codes: Int32Array.from(cells, (cell) => (cell === undefined ? -1 : known.indexOf(cell))),
  };
};
const numbers = (name: string, values: readonly number[]) =>
  ({ kind: "numbers", name, values: Float32Array.from(values) }) as const;

const size = (cells: readonly string[]): LevelColumn => ({
  ...levels("size", cells),
  order: ["S", "M", "L"],
});
const training: Columns = {
  kind: "columns",
  columns: [
    numbers("u", [1, 2, 3, 4, 5, 6, 7]),
    levels("plain", ["a", "b", "a", "b", "a", "b", "a"]),
    levels("rare", ["a", "b", "a", "b", "a", "b", "c"]),
    levels("gapped", ["a", "a", "a", "a", undefined, undefined, undefined]),
    size(["S", "M", "L", "S", "M", "L", "M"]),
  ],
};
const by = fitEncoding(
  training,
  Int32Array.from({ length: 7 }, (_, row) => row),
);

test("gaps and unknown categories are counted column by column, with what stands for them", () => {
  const columns = [
    numbers("u", [Number.NaN, 2, Number.NaN]),
    levels("plain", ["x", undefined, "b"]),
    levels("rare", ["c", "d", "a"]),
    levels("gapped", ["a", undefined, "a"]),
    size(["XL", "M", "M"]),
  ];
  const found = newCells({ kind: "columns", columns }, by);
  expect(found).toMatchObject([
    { column: "u", gaps: 2, filled: 4, unknown: 0 },
    { column: "plain", gaps: 1, unknown: 1, examples: ["x"], takenFor: "none" },
    { column: "rare", gaps: 0, unknown: 2, examples: ["c", "d"], takenFor: "other" },
    { column: "gapped", gaps: 1, filled: "category" },
    { column: "size", gaps: 0, unknown: 1, examples: ["XL"], takenFor: "a gap" },
  ]);
  expect(found[1]).not.toHaveProperty("filled");
  expect(newCellSentences(found).slice(0, 2)).toEqual([
    '"u": 2 cells without a value, filled with 4, the median of the training rows',
    '"plain": 1 cell without a value, taken for a category that the model does not know; 1 cell with categories that the model does not know ("x"), taken for none of them',
  ]);
});

test("nothing is told where all is known", () => {
  expect(
    newCells({ kind: "columns", columns: [numbers("u", [1, 2]), levels("plain", ["a", "b"])] }, by),
  ).toEqual([]);
});

test("complete columns of numbers are filled with their means", () => {
  expect(newCells({ kind: "columns", columns: [numbers("u", [1, Number.NaN])] }, undefined)).toMatchObject([
    { column: "u", gaps: 1, filled: "mean" },
  ]);
});
