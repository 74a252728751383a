import { expect, test } from "vitest";
import type { Columns, Dataset, Targets } from "../dataset.ts";
import { toNumbers } from "../numbers.ts";
import { suspectedMarks, suspectSentences } from "./suspected-marks.ts";

const rows = 300;
const numbers = (name: string, value: (row: number) => number): Columns["columns"][number] => ({
  kind: "numbers",
  name,
  values: Float32Array.from({ length: rows }, (_, row) => value(row)),
});
const targets: Targets = {
  kind: "classes",
  classes: ["a", "b"],
  labels: Int32Array.from({ length: rows }, (_, row) => row % 2),
};

function marksIn(columns: Columns["columns"], predicted: Targets = targets) {
  const dataset: Dataset<Columns> = {
    name: "t",
    rows,
    inputs: { kind: "columns", columns },
    targets: predicted,
  };
  return suspectedMarks(
    toNumbers(
      dataset,
      Int32Array.from({ length: rows }, (_, row) => row),
    ),
  );
}

test.each([
  ["far below", (row: number) => (row % 20 ? (row % 50) - 10 : -200), "-200"],
  ["the only one below 0", (row: number) => (row % 20 ? 500 + 7 * row : -99), "-99"],
  ["far above", (row: number) => (row % 20 ? row % 50 : 1e6), "1000000"],
  ["in nines, a tenth away", (row: number) => (row % 20 ? 20 * row : 9999), "9999"],
  ["a zero below", (row: number) => (row % 20 ? 20 + (row % 50) : 0), "0"],
  ["a fraction", (row: number) => (row % 20 ? row % 50 : -999.25), "-999.25"],
])("%s: suspected where it repeats", (_, value, mark) => {
  const own = marksIn([numbers("x", value), numbers("y", (row) => row)]);
  expect(own.map((one) => one.mark)).toEqual([mark]);
  expect(own[0]?.columns).toMatchObject([{ name: "x", rows: 15, of: rows }]);
});

test.each([
  ["two values only", (row: number) => (row % 2 ? 0 : 1000)],
  ["three values", (row: number) => [-50, 0, 1][row % 3] as number],
  ["single outliers", (row: number) => (row < 2 ? -999 - row : row % 50)],
  ["the end of a range", (row: number) => Math.max(-9, (row % 50) - 30)],
  ["many zeros", (row: number) => (row % 2 ? 0 : 20 + (row % 50))],
  ["zeros beside small numbers", (row: number) => (row % 20 ? 1 + (row % 50) : 0)],
  ["zero as a step of a scale", (row: number) => row % 5],
  ["a cap", (row: number) => Math.min(500, 3 * row)],
  ["a small code below 0", (row: number) => (row % 5) - 1],
])("%s: not suspected", (_, value) => {
  expect(marksIn([numbers("x", value), numbers("y", (row) => row)])).toEqual([]);
});

test("gaps do not count, and numbers to predict are looked at too", () => {
  const values = Float32Array.from({ length: rows }, (_, row) => (row % 10 ? row / 10 : -200));
  const gapped = numbers("x", (row) => (row % 3 ? Number.NaN : row));
  expect(marksIn([gapped], { kind: "numbers", columns: ["y"], values })).toMatchObject([
    { mark: "-200", columns: [{ name: "y", rows: 30, of: 300, others: [0.1, 29.9] }] },
  ]);
});

test("a word that repeats among numbers is suspected", () => {
  const levels = ["unknown", ...Array.from({ length: 20 }, (_, i) => String(i))];
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 21);
  const column = { kind: "levels", name: "age", levels, codes } as const;
  expect(suspectSentences(marksIn([column]))).toEqual([
    'unknown stands in 15 of 300 rows of "age", whose other numbers are 0 to 19; if it means that there is no value, say --missing unknown',
  ]);
});

test("where it is a number like others elsewhere, only the columns in question are named", () => {
  const odd = (row: number): number => (row % 20 ? row % 50 : 999);
  const wide = numbers("price", (row) => 3 * row + 3);
  expect(suspectSentences(marksIn([numbers("x", odd), numbers("z", odd), wide]))).toEqual([
    expect.stringMatching(
      /^999 stands in "x" \(15 rows\), "z" \(15 rows\), apart from .*; .*say --missing 999$/,
    ),
  ]);
  const other = numbers("price", (row) => 9 * row);
  expect(suspectSentences(marksIn([numbers("x", odd), other]))[0]).toMatch(
    /say --set 'data\.missing=\{"x":"999"\}'$/,
  );
});
