import { expect, test } from "vitest";
import { layers } from "../layers/index.ts";
import { mlp } from "./index.ts";

test("stacks a dense layer for each hidden size, in order", () => {
  const list = mlp.layers({
    hidden: [30, 20],
    activation: "tanh",
    initializer: "nielsen",
    zeroOutput: false,
  });
  expect(list).toEqual([
    { use: "dense", units: 30, activation: "tanh", initializer: "nielsen" },
    { use: "dense", units: 20, activation: "tanh", initializer: "nielsen" },
  ]);
  expect(list.every(({ use }) => use in layers)).toBe(true);
});

test("may have no hidden layer, and refuses empty ones", () => {
  expect(mlp.layers({ hidden: [], activation: "relu", initializer: "auto", zeroOutput: false })).toEqual([]);
  expect(mlp.params.hidden.schema.safeParse([0]).success).toBe(false);
});
