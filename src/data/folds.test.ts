import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Dataset, parts } from "./dataset.ts";
import { type Fold, folds, type FoldsSpec } from "./folds.ts";
import { split } from "./split.ts";

const five: FoldsSpec = { count: 5, order: "shuffled", stratify: true };
const numbered = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

const inputs = (rows: number): Dataset["inputs"] => ({
  kind: "table",
  shape: [1],
  values: new Float32Array(rows),
  columns: ["x"],
});

const numbers = (rows: number, more: Partial<Dataset> = {}): Dataset => ({
  name: "made for this test",
  rows,
  inputs: inputs(rows),
  targets: { kind: "numbers", values: new Float32Array(rows), columns: ["y"] },
  ...more,
});

const classes = (labels: readonly number[], more: Partial<Dataset> = {}): Dataset =>
  numbers(labels.length, {
    targets: { kind: "classes", labels: Int32Array.from(labels), classes: ["a", "b", "c"] },
    ...more,
  });

const foldsOf = (dataset: Dataset, spec: FoldsSpec, seed: number): Fold[] =>
  folds(dataset, numbered(dataset.rows), spec, seed);
const sorted = (rows: Iterable<number>): number[] => [...rows].toSorted((a, b) => a - b);
const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

const someLabels = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2), { minLength: 40, maxLength: 200 });

describe("folds", () => {
  test("hold every row out once, beside all others, and are the same for the same seed", () => {
    const spec = fc.record({
      count: fc.integer({ min: 2, max: 10 }),
      order: fc.constantFrom("shuffled" as const, "file" as const),
      stratify: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200 }), spec, fc.nat(), (rows, how, seed) => {
        const all = foldsOf(numbers(rows), how, seed);
        expect(sorted(all.flatMap(({ heldOut }) => [...heldOut]))).toEqual([...numbered(rows)]);
        expect(spread(all.map(({ heldOut }) => heldOut.length))).toBeLessThanOrEqual(1);
        for (const { heldOut, rest } of all)
          expect(sorted([...heldOut, ...rest])).toEqual([...numbered(rows)]);
        expect(foldsOf(numbers(rows), how, seed)).toEqual(all);
      }),
    );
  });

  test("no two stratified folds differ by more than one row of a class, or by more than one row", () => {
    fc.assert(
      fc.property(someLabels, fc.nat(), (labels, seed) => {
        fc.pre([0, 1, 2].every((k) => labels.filter((label) => label === k).length >= 5));
        const all = foldsOf(classes(labels), five, seed);
        for (const k of [0, 1, 2])
          expect(
            spread(all.map(({ heldOut }) => heldOut.filter((row) => labels[row] === k).length)),
          ).toBeLessThanOrEqual(1);
        expect(spread(all.map(({ heldOut }) => heldOut.length))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("groups are held out whole", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15), { minLength: 60, maxLength: 150 }), fc.nat(), (ids, seed) => {
        fc.pre(new Set(ids).size >= 5);
        const all = foldsOf(numbers(ids.length, { groups: Int32Array.from(ids) }), five, seed);
        const held = all.map(({ heldOut }) => new Set(Array.from(heldOut, (row) => ids[row])));
        expect(held.reduce((total, groups) => total + groups.size, 0)).toBe(new Set(ids).size);
        expect(sorted(all.flatMap(({ heldOut }) => [...heldOut]))).toEqual([...numbered(ids.length)]);
      }),
    );
  });

  test("groups are dealt so that folds are equal in size and in their classes where they can be", () => {
    // 30 groups of 4 rows; every third group holds class b.
    const rows = 120;
    const ids = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 4));
    const labels = Array.from(ids, (id) => (id % 3 === 0 ? 1 : 0));
    const all = foldsOf(classes(labels, { groups: ids }), five, 3);
    for (const { heldOut } of all) {
      expect(heldOut).toHaveLength(24);
      expect(heldOut.filter((row) => labels[row] === 1)).toHaveLength(8);
    }
  });

  test("in time, each block is held out beside all that was before it, ties on one side", () => {
    const times = Float64Array.from({ length: 60 }, (_, row) => Math.floor(((row * 37) % 60) / 3));
    const all = foldsOf(numbers(60, { times }), five, 1);
    for (const { heldOut, rest } of all) {
      const latest = Math.max(...Array.from(rest, (row) => times[row] as number));
      expect(Math.min(...Array.from(heldOut, (row) => times[row] as number))).toBeGreaterThan(latest);
    }
    expect(all.map(({ rest }) => rest.length)).toEqual([9, 21, 30, 39, 51]);
    expect(sorted([...(all[4] as Fold).rest, ...(all[4] as Fold).heldOut])).toEqual([...numbered(60)]);
  });

  test.each([
    ["rows", numbers(4), five, /5 folds for 4 rows/],
    [
      "rows of a class",
      classes([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
      five,
      /5 folds for 4 rows of class "b".*set split.stratify to false/,
    ],
    [
      "groups",
      numbers(12, { groups: Int32Array.from({ length: 12 }, (_, i) => i % 3) }),
      five,
      /5 folds for 3 groups/,
    ],
    ["times", numbers(12, { times: new Float64Array(12).fill(7) }), five, /5 folds for 1 different times/],
  ])("refuses fewer %s than folds", (_, dataset, spec, message) => {
    expect(() => foldsOf(dataset, spec, 1)).toThrow(message);
  });
});

describe("a split that holds out a fold", () => {
  const held = (number: number, part: "test" | "validation" = "test") => ({
    order: "shuffled" as const,
    stratify: true,
    folds: { count: 5, number, part },
  });
  const dataset = classes(Array.from({ length: 100 }, (_, i) => i % 3));

  test("the folds are the test parts, and validation is cut from the rest", () => {
    const all = [1, 2, 3, 4, 5].map((number) => split(dataset, held(number), 4));
    expect(sorted(all.flatMap((taken) => [...taken.test]))).toEqual([...numbered(100)]);
    for (const taken of all) {
      expect(parts.map((part) => taken[part].length)).toEqual([67, 13, 20]);
      expect(sorted(parts.flatMap((part) => [...taken[part]]))).toEqual([...numbered(100)]);
    }
  });

  test("folds for validation go without the test part, which is that of a split without folds", () => {
    const plain = split(dataset, { order: "shuffled", stratify: true }, 4);
    const all = [1, 2, 3, 4, 5].map((number) => split(dataset, held(number, "validation"), 4));
    for (const taken of all) expect(taken.test).toEqual(plain.test);
    expect(sorted(all.flatMap((taken) => [...taken.validation]))).toEqual(
      sorted([...plain.train, ...plain.validation]),
    );
  });

  test("folds for validation go beside a test part of the source", () => {
    const given = { ...dataset, given: { test: { from: 90, to: 100 } } };
    const taken = split(given, held(2, "validation"), 4);
    expect(parts.map((part) => taken[part].length)).toEqual([72, 18, 10]);
  });

  test("a smaller training part lies within the rest", () => {
    const all = split(dataset, held(1), 4);
    const few = split(dataset, { ...held(1), train: 20 }, 4);
    expect([...few.train].every((row) => all.train.includes(row))).toBe(true);
    expect(few.train).toHaveLength(20);
    expect(few.test).toEqual(all.test);
  });

  test.each([
    ["a fold beyond the last", dataset, held(6), /split.folds.number: got 6, expected a whole number from 1/],
    [
      "a size of the part",
      dataset,
      { ...held(1), test: 0.2 },
      /split.test: got 0.2, beside a fold.*Leave split.test out/,
    ],
    [
      "a test part of the source",
      { ...dataset, given: { test: { from: 90, to: 100 } } },
      held(1),
      /"test", which .* fixes itself/,
    ],
  ])("refuses %s", (_, data, spec, message) => {
    expect(() => split(data, spec, 1)).toThrow(message);
  });
});
