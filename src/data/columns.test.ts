import { expect, test } from "vitest";
import { encodeColumns, fitEncoding } from "./columns.ts";
import type { Columns } from "./dataset.ts";

const levels = (name: string, cells: readonly string[]): Columns["columns"][number] => {
  const all = [...new Set(cells)].filter((cell) => cell !== "");
  return { kind: "levels", name, levels: all, codes: Int32Array.from(cells, (cell) => all.indexOf(cell)) };
};
const numbers = (name: string, values: readonly number[]): Columns["columns"][number] => ({
  kind: "numbers",
  name,
  values: Float32Array.from(values),
});
const table = (...columns: Columns["columns"]): Columns => ({ kind: "columns", columns });
const every = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

test("a gap becomes the median of the training rows, and a number says so where they have gaps", () => {
  const source = table(numbers("a", [1, NaN, 3, 10, NaN]), numbers("b", [5, 6, 7, 8, NaN]));
  const train = Int32Array.of(0, 1, 2, 3);
  const encoding = fitEncoding(source, train);
  expect(encoding).toEqual({
    columns: [
      { kind: "number", name: "a", fill: 3, isFlagged: true },
      { kind: "number", name: "b", fill: 6.5, isFlagged: false },
    ],
    leftOut: [],
  });
  const { columns, values, encoded } = encodeColumns(source, encoding);
  expect(columns).toEqual(["a", "a is missing", "b"]);
  expect([...values]).toEqual([1, 0, 5, 3, 1, 6, 3, 0, 7, 10, 0, 8, 3, 1, 6.5]);
  expect(encoded?.indicators).toEqual([false, true, false]);
});

test("frequent levels have a number each, rare and unseen ones share one, gaps are a level of their own", () => {
  const cells = ["m", "f", "m", "f", "m", "f", "x", "", "", "", "new", "m"];
  const source = table(levels("sex", cells));
  const encoding = fitEncoding(source, every(10));
  expect(encoding.columns).toEqual([{ kind: "levels", name: "sex", levels: ["", "f", "m"], hasOther: true }]);
  const { columns, values } = encodeColumns(source, encoding);
  expect(columns).toEqual(["sex is missing", "sex = f", "sex = m", "sex = other"]);
  const rowOf = (row: number): number[] => [...values.subarray(4 * row, 4 * row + 4)];
  expect([0, 1, 6, 7, 10].map(rowOf)).toEqual([
    [0, 0, 1, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
    [1, 0, 0, 0],
    [0, 0, 0, 1],
  ]);
});

test("without other levels in training, what was never seen is told by nothing", () => {
  const source = table(levels("sex", ["m", "f", "m", "f", "m", "f", "new", ""]));
  const { columns, values } = encodeColumns(source, fitEncoding(source, every(6)));
  expect(columns).toEqual(["sex = f", "sex = m"]);
  expect([...values.subarray(12)]).toEqual([0, 0, 0, 0]);
});

test("what nothing can be learned from is left out, and why", () => {
  const rows = 30;
  const of = <T>(value: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => value(row));
  const source = table(
    numbers(
      "rowId",
      of((row) => 1000 - 7 * row),
    ),
    numbers(
      "price",
      of((row) => 7 * row),
    ),
    numbers(
      "always",
      of(() => 3),
    ),
    numbers(
      "nothing",
      of(() => NaN),
    ),
    levels(
      "name",
      of((row) => `name ${row}`),
    ),
    levels(
      "review",
      of((row) => `this is text number ${row}`),
    ),
    levels(
      "unit",
      of(() => "kg"),
    ),
  );
  const { columns, leftOut } = fitEncoding(source, every(rows));
  expect(columns.map(({ name }) => name)).toEqual(["price"]);
  expect(leftOut).toEqual([
    { name: "rowId", why: "identifier" },
    { name: "always", why: "constant" },
    { name: "nothing", why: "empty" },
    { name: "name", why: "identifier" },
    { name: "review", why: "prose" },
    { name: "unit", why: "constant" },
  ]);
});

test("only training rows decide: fifty levels at most, the most frequent ones", () => {
  const cells = Array.from({ length: 60 }, (_, level) =>
    Array.from({ length: 3 + (level % 4) }, () => `level ${level}`),
  ).flat();
  const source = table(levels("city", cells));
  const [column] = fitEncoding(source, every(cells.length)).columns;
  if (column?.kind !== "levels") throw new Error("no levels");
  expect(column.levels).toHaveLength(50);
  expect(column.levels).toContain("level 3");
  expect(column.hasOther).toBe(true);
});

test("a table of nothing but columns to leave out is refused, and why", () => {
  const source = table(numbers("always", [3, 3, 3]), numbers("nothing", [NaN, NaN, NaN]));
  expect(() => fitEncoding(source, every(3))).toThrow(
    /got "always" \(one value only\), "nothing" \(no values\), expected at least one column to learn from/,
  );
});

test("levels with an order become their place in it; a gap gets the median of the training rows and a flag", () => {
  const sizes = levels("size", ["M", "S", "L", "M", "", "S", "XL"]);
  const order = ["S", "M", "L", "XL"];
  const source = table({ ...sizes, order } as Columns["columns"][number]);
  const encoding = fitEncoding(source, every(5));
  expect(encoding.columns).toEqual([
    { kind: "ordinal", name: "size", levels: order, fill: 1, isFlagged: true },
  ]);
  const { columns, values, encoded } = encodeColumns(source, encoding);
  expect(columns).toEqual(["size", "size is missing"]);
  // The last level is one that training has not seen: its place is known all the same.
  expect([...values]).toEqual([1, 0, 0, 0, 2, 0, 1, 0, 1, 1, 0, 0, 3, 0]);
  expect(encoded?.indicators).toEqual([false, true]);
  const whole = fitEncoding(source, Int32Array.of(0, 1, 2, 3));
  expect(whole.columns).toMatchObject([{ isFlagged: false, fill: 1 }]);
  expect(
    fitEncoding(table(numbers("a", [1, 2, 3]), { ...sizes, order } as never), Int32Array.of(0, 3)).leftOut,
  ).toEqual([{ name: "size", why: "constant" }]);
});

test("truth values are found in other letters, unless these are levels of their own", () => {
  const encoding = fitEncoding(
    table(levels("paid", ["True", "False", "True", "False", "True", "False"])),
    every(6),
  );
  const other = encodeColumns(table(levels("paid", ["true", "FALSE", "yes"])), encoding);
  expect([...other.values]).toEqual([0, 1, 1, 0, 0, 0]);
  const both = fitEncoding(table(levels("paid", ["true", "True", "true", "True", "true", "True"])), every(6));
  expect([...encodeColumns(table(levels("paid", ["True", "true"])), both).values]).toEqual([1, 0, 0, 1]);
});

test("a column without a name that counts the rows is left out; one with a name, or that skips, is not", () => {
  const columns = [
    { name: "c0", from: 1 },
    { name: "day", from: 1 },
    { name: "c2", from: 1.5, step: 2 },
  ].map(({ name, from, step = 1 }) => ({
    kind: "numbers" as const,
    name,
    values: Float32Array.from({ length: 30 }, (_, i) => from + step * i),
  }));
  const { leftOut } = fitEncoding(
    { kind: "columns", columns },
    Int32Array.from({ length: 20 }, (_, i) => i),
  );
  expect(leftOut).toEqual([{ name: "c0", why: "rowNumber" }]);
});
