import { expect, test } from "vitest";
import { cnn } from "./index.ts";

const kinds = (filters: readonly number[], poolEvery: number): string[] =>
  cnn
    .layers({ filters, poolEvery, padding: "same", units: [9], activation: "relu", initializer: "auto" })
    .map(({ use, filters: count, units }) => [use, count ?? units].filter(Boolean).join(" "));

test("pools after every few convolutions, and after the last one", () => {
  expect(kinds([4, 8], 2)).toEqual(["conv 4", "conv 8", "maxPool", "dense 9"]);
  expect(kinds([4, 8, 16], 2)).toEqual(["conv 4", "conv 8", "maxPool", "conv 16", "maxPool", "dense 9"]);
  expect(kinds([4, 8], 1)).toEqual(["conv 4", "maxPool", "conv 8", "maxPool", "dense 9"]);
});
