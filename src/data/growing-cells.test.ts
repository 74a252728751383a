import { expect, test } from "vitest";
import { GrowingCells } from "./growing-cells.ts";

const counted = (from: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => from + i);

test.each([0, 3, 70_000, 10 ** 6])("cells come back in order, when %i were expected", (expected) => {
  const cells = new GrowingCells(Float32Array, expected);
  for (let from = 0; from < 70_000; from += 2000) cells.append(counted(from, 2000));
  expect(cells.length).toBe(70_000);
  expect(cells.byteLength).toBe(280_000);
  expect(cells.all()).toEqual(counted(0, 70_000));
});

test("the first infinite number is known among all that ever came; gaps are none", () => {
  const cells = new GrowingCells(Float64Array, 4);
  cells.append(Float64Array.of(1, Number.NaN, -2));
  expect(cells.firstInfinite).toBe(-1);
  cells.clear();
  cells.append(Float64Array.of(Number.NaN, 5));
  cells.append(Float64Array.of(7, -Infinity, Infinity));
  cells.append(Float64Array.of(Infinity));
  expect(cells.firstInfinite).toBe(6);
  expect([...cells.all()]).toEqual([Number.NaN, 5, 7, -Infinity, Infinity, Infinity]);
});

test("codes have no infinity", () => {
  const cells = new GrowingCells(Int32Array, 0);
  cells.append(Int32Array.of(-1, 2 ** 31 - 1));
  expect(cells.firstInfinite).toBe(-1);
  expect([...cells.all()]).toEqual([-1, 2 ** 31 - 1]);
});
