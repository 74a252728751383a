import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Dataset, type Part, parts } from "./dataset.ts";
import { split, type SplitSpec } from "./split.ts";

const shuffled: SplitSpec = { order: "shuffled", stratify: true };

const table = (rows: number, more: Partial<Dataset>): Dataset => ({
  name: "made for this test",
  rows,
  inputs: { kind: "table", shape: [1], values: new Float32Array(rows), columns: ["x"] },
  targets: { kind: "numbers", values: new Float32Array(rows), columns: ["y"] },
  ...more,
});

const sizes = (taken: Record<Part, Int32Array>) => parts.map((part) => taken[part].length);

describe("a split with groups", () => {
  test("gives each group to one part, and every part gets one", () => {
    const spec = fc.record({
      ids: fc.array(fc.nat(12), { minLength: 20, maxLength: 200 }),
      validation: fc.double({ min: 0.05, max: 0.4, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(spec, ({ ids, validation, seed }) => {
        fc.pre(new Set(ids).size >= 3);
        const dataset = table(ids.length, { groups: Int32Array.from(ids) });
        const taken = split(dataset, { ...shuffled, validation }, seed);
        const groups = parts.map((part) => new Set(Array.from(taken[part], (row) => ids[row])));
        for (const held of groups) expect(held.size).toBeGreaterThan(0);
        expect(groups.reduce((total, held) => total + held.size, 0)).toBe(new Set(ids).size);
        expect(split(dataset, { ...shuffled, validation }, seed)).toEqual(taken);
      }),
    );
  });

  test("comes to the sizes asked for where groups allow it", () => {
    const groups = Int32Array.from({ length: 100 }, (_, row) => Math.floor(row / 5));
    expect(sizes(split(table(100, { groups }), shuffled, 1))).toEqual([60, 20, 20]);
    const few = split(table(100, { groups }), { ...shuffled, train: 23 }, 1);
    expect(sizes(few)).toEqual([25, 20, 20]);
  });

  test("refuses file order, and times beside groups", () => {
    const groups = Int32Array.from({ length: 100 }, (_, row) => row % 10);
    expect(() => split(table(100, { groups }), { ...shuffled, order: "file" }, 1)).toThrow(/"file", beside/);
    const times = new Float64Array(100);
    expect(() => split(table(100, { groups, times }), shuffled, 1)).toThrow(/groups and times/);
  });

  test("refuses fewer groups than parts", () => {
    const groups = Int32Array.from({ length: 100 }, (_, row) => row % 2);
    expect(() => split(table(100, { groups }), shuffled, 1)).toThrow(/2 groups/);
  });
});

describe("a split in time", () => {
  const times = Float64Array.from({ length: 100 }, (_, row) => (row * 37) % 100);
  const timesOf = (rows: Int32Array) => Array.from(rows, (row) => times[row] as number);

  test("trains on the earliest rows and tests on the latest, whatever the seed", () => {
    const taken = split(table(100, { times }), shuffled, 1);
    expect(sizes(taken)).toEqual([60, 20, 20]);
    expect(Math.max(...timesOf(taken.train))).toBe(59);
    expect(Math.min(...timesOf(taken.test))).toBe(80);
    expect(split(table(100, { times }), shuffled, 2)).toEqual(taken);
  });

  test("rows of the same time stay in one part, the place nearest to the asked one", () => {
    const tied = Float64Array.from({ length: 100 }, (_, row) => Math.floor(row / 7));
    const taken = split(table(100, { times: tied }), shuffled, 1);
    expect(sizes(taken)).toEqual([63, 14, 23]);
  });

  test("a smaller training part is the one nearest to validation", () => {
    const taken = split(table(100, { times }), { ...shuffled, train: 10 }, 1);
    expect(timesOf(taken.train).toSorted((a, b) => a - b)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  });

  test("refuses rows without a time", () => {
    const gaps = Float64Array.from(times, (time, row) => (row === 3 || row === 9 ? Number.NaN : time));
    expect(() => split(table(100, { times: gaps }), shuffled, 1)).toThrow(
      /2 rows without a time, the first of them row 4/,
    );
  });
});
