import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { runOptimizer } from "../../test/run-optimizer.ts";
import { type Optimizer, optimizers } from "./index.ts";

interface Golden {
  readonly start: readonly number[];
  readonly learningRate: number;
  readonly gradients: readonly number[][];
  readonly runs: readonly {
    readonly use: string;
    readonly settings: Readonly<Record<string, number | boolean>>;
    readonly weights: readonly number[][];
  }[];
}
const golden = (
  JSON.parse(readFileSync(new URL("../../test/golden/elements.json", import.meta.url), "utf8")) as {
    optimizers: Golden;
  }
).optimizers;

const registry: Readonly<Record<string, Optimizer>> = optimizers;

test("every optimizer has golden numbers", () => {
  expect([...new Set(golden.runs.map(({ use }) => use))].toSorted()).toEqual(
    Object.keys(registry).toSorted(),
  );
});

test.each(golden.runs)("$use with $settings agrees with PyTorch", ({ use, settings, weights }) => {
  const { start, learningRate, gradients } = golden;
  const path = runOptimizer(registry[use] as Optimizer, settings, { start, learningRate, gradients });
  path.forEach((found, i) => expectClose(found, weights[i] ?? [], 1e-11));
});
