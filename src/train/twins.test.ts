import { expect, test } from "vitest";
import type { Dataset } from "../data/index.ts";
import { twinNames, twinSentences } from "./twins.ts";

const table = (columns: readonly (readonly number[])[], names: readonly string[]) => ({
  rows: columns[0]?.length ?? 0,
  inputs: {
    kind: "table",
    shape: [columns.length],
    values: Float32Array.from(
      columns[0]?.flatMap((_, row) => columns.map((column) => column[row] as number)) ?? [],
    ),
    columns: names,
  },
});
const [a, b] = [
  [1, 2, 4, 8, 3],
  [5, 1, 2, 2, 9],
] as const;

test("columns that follow from each other by a shift and a factor are named", () => {
  const data = table(
    [a, b, a.map((value) => 7 - 2 * value), [5, 5, 5, 5, 5]],
    ["dose", "age", "twin", "const"],
  );
  const pairs = twinNames(data as unknown as Dataset);
  expect(pairs).toEqual([["dose", "twin"]]);
  expect(twinSentences(pairs)).toEqual([
    "dose and twin: one follows from the other by a shift and a factor, so which of them is used says nothing",
  ]);
  expect(twinSentences([])).toEqual([]);
  expect(twinSentences(Array.from({ length: 7 }, () => ["a", "b"] as const))[0]).toContain("; 2 more pairs:");
});

test("the two levels of one column are no twins, those of two columns are", () => {
  const level = (name: string) => ({ kind: "levels", name, levels: ["no", "yes"], hasOther: false });
  const no = [1, 0, 0, 1, 0];
  const yes = no.map((value) => 1 - value);
  const names = ["x = no", "x = yes", "y = no", "y = yes"];
  const encoded = (columns: readonly object[]) => ({ by: { columns, leftOut: [] } });
  const one = table([no, yes], names.slice(0, 2));
  const lone = { ...one, inputs: { ...one.inputs, encoded: encoded([level("x")]) } };
  expect(twinNames(lone as unknown as Dataset)).toEqual([]);
  const two = table([no, yes, no, yes], names);
  const both = { ...two, inputs: { ...two.inputs, encoded: encoded([level("x"), level("y")]) } };
  expect(twinNames(both as unknown as Dataset).length).toBeGreaterThan(0);
});
