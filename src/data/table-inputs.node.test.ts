import { expect, test } from "vitest";
import { inputsOf } from "./table-inputs.node.ts";

const rows = 20;
const column = (name: string, value: (row: number) => number) => ({
  kind: "numbers" as const,
  name,
  values: Float32Array.from({ length: rows }, (_, row) => value(row)),
});
const wave = column("a", (row) => Math.sin(row));

test("complete numbers are taken as they are", () => {
  const inputs = inputsOf([wave, column("day", (row) => row)], rows);
  expect(inputs).toMatchObject({ kind: "table", shape: [2], columns: ["a", "day"] });
});

test.each([
  ["a gap", column("b", (row) => (row === 7 ? Number.NaN : row * row))],
  ["one value only", column("b", () => 4)],
  ["an index without a name", column("c0", (row) => row + 1)],
  ["the name of an identifier", column("customerID", (row) => 7 * row)],
])("with %s columns are looked at one by one", (_, other) => {
  expect(inputsOf([wave, other], rows)).toMatchObject({ kind: "columns", columns: [wave, other] });
});
