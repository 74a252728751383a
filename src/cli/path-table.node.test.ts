import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SourceDataset } from "../data/index.ts";
import type { HeldOut } from "../linear/index.ts";
import { foldOptions, type PathTable, readTable, responseOf } from "./path-table.node.ts";

const source: SourceDataset = {
  name: "doses.csv",
  rows: 6,
  inputs: {
    kind: "columns",
    columns: [{ kind: "numbers", name: "dose", values: Float32Array.of(1, 2, Number.NaN, 40, 50, 60) }],
  },
  targets: { kind: "numbers", values: Float32Array.of(1, 2, 3, 4, 5, 6), columns: ["yield"] },
};
const tableOf = (given: SourceDataset): PathTable => ({
  source: given,
  dataset: { ...given, inputs: { kind: "table", shape: [1], values: new Float32Array(6) } },
  examples: { rows: 6, columns: 1, values: new Float32Array(6) },
});
const flags = { folds: 3, seed: 1 };

test("numbers, targets and weights of a file keep all their digits", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ockham-path-"));
  try {
    const file = join(folder, "table.csv");
    writeFileSync(file, "dose,count,yield\n0.1,0.3,83.01\n0.2,0.7,88.52\n0.4,1.1,90.13\n");
    const { dataset, examples } = await readTable(file, { ...flags, target: "yield", weights: "count" });
    expect(examples).toMatchObject({ names: ["dose"], values: Float64Array.of(0.1, 0.2, 0.4) });
    expect(examples.weights).toEqual(Float64Array.of(0.3, 0.7, 1.1));
    expect(responseOf(dataset, undefined)).toMatchObject({ values: Float64Array.of(83.01, 88.52, 90.13) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("each fold fills gaps by what the rows beside it know", () => {
  const { prepare, folds, parts } = foldOptions(tableOf(source), flags);
  expect([folds, parts]).toEqual([3, undefined]);
  // The median of 1, 2 and 60, in the third row, beside a column that marks the gap.
  expect(prepare?.(Int32Array.of(0, 1, 2, 5))).toMatchObject({
    names: ["dose", "dose is missing"],
    values: Float64Array.of(1, 0, 2, 0, 2, 1, 40, 0, 50, 0, 60, 0),
  });
  expect(prepare?.(Int32Array.of(2, 3, 4, 5)).values[4]).toBe(50);
});

test("a category with two levels is one column: the other would say the same", () => {
  const party = {
    kind: "levels",
    name: "party",
    codes: Int32Array.of(0, 0, 0, 1, 1, 1),
    levels: ["a", "b"],
  } as const;
  const town = {
    ...party,
    name: "town",
    codes: Int32Array.of(0, 1, 2, 0, 1, 2),
    levels: ["x", "y", "z"],
  } as const;
  const given: SourceDataset = { ...source, inputs: { kind: "columns", columns: [party, town] } };
  const rows = Int32Array.of(0, 1, 2, 3, 4, 5);
  expect(foldOptions(tableOf(given), flags).prepare?.(rows)).toMatchObject({
    columns: 1,
    names: ["party = b"],
    values: Float64Array.of(0, 0, 0, 1, 1, 1),
  });
});

test("groups stay whole, and times are held out beside what was before", () => {
  const held = (parts: readonly HeldOut[] = []): number[][] =>
    parts.map(({ heldOut }) => Array.from(heldOut)).toSorted(([a = 0], [b = 0]) => a - b);
  const groups = Int32Array.of(0, 0, 1, 1, 2, 2);
  expect(held(foldOptions(tableOf({ ...source, groups }), flags).parts)).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
  const times = Float64Array.of(1, 2, 3, 4, 5, 6);
  const inTime = foldOptions(tableOf({ ...source, times }), { ...flags, folds: 2 }).parts ?? [];
  expect(held(inTime)).toEqual([
    [2, 3],
    [4, 5],
  ]);
  expect(inTime.map(({ rest }) => Array.from(rest))).toEqual([
    [0, 1],
    [0, 1, 2, 3],
  ]);
});
