import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { lossesWith } from "../../../test/lone-pass.ts";
import { striped, tinyPlan } from "../../../test/tiny-runs.ts";
import { activeOf, seamsOf } from "../../../test/techniques.ts";
import { constant, evaluate } from "../../graph/index.ts";
import type { ModelPass, Site } from "../../seams/index.ts";
import { activityL1 } from "../index.ts";

test("units (1, −2) and (0, 3) with λ 0.5 add 1.5 to the loss of each example, with slopes ±λx", () => {
  const pass = {
    inputs: [
      [1, 0],
      [0, 1],
    ],
    weight: [
      [1, -2],
      [0, 3],
    ],
    targets: [
      [1, 0],
      [1, 0],
    ],
  };
  const { before, after, slope } = lossesWith(activityL1, { lambda: 0.5 }, pass);
  expectClose(
    after.map((value, i) => value - (before[i] as number)),
    [1.5, 1.5],
    1e-12,
  );
  const plain = lossesWith(activityL1, { lambda: 0 }, pass).slope;
  expectClose(
    slope.map((value, i) => value - (plain[i] as number)),
    [0.5, -0.5, 0, 0.5],
    1e-12,
  );
});

const site = (layer: string): Site => ({ layer, kind: "hidden", depth: 1 });
const sum = (layers?: readonly string[]): number[] => {
  const zero = constant([0], [1]);
  const pass: ModelPass = {
    inputs: zero,
    outputs: zero,
    predictions: zero,
    targets: zero,
    losses: zero,
    terms: undefined,
    activations: [
      { site: site("conv1"), value: constant([1, -2, 3, -4], [1, 1, 2, 2]) },
      { site: site("dense1"), value: constant([-100], [1, 1]) },
      { site: { ...site("dense1"), kind: "branch" }, value: constant([1e6], [1, 1]) },
    ],
    lossesFor: () => zero,
    at: () => pass,
  };
  const active = activeOf(activityL1, { given: { lambda: 1 }, ...(layers && { layers }) });
  return Array.from(evaluate([seamsOf([active]).losses(pass)])[0] ?? []);
};

test("all hidden units of all layers count, or those of some", () => {
  expect(sum()).toEqual([110]);
  expect(sum(["conv1"])).toEqual([10]);
  expect(sum(["dense1"])).toEqual([100]);
});

test("a layer without hidden units is refused by its name", () => {
  const plan = (layers: string[]) =>
    tinyPlan(
      { model: { layers: [{ use: "conv", padding: 1 }] }, regularizers: [{ use: "activityL1", layers }] },
      striped(50),
    );
  expect(() => plan(["output"])).toThrow(
    'regularizers[0].layers: got "output", expected names of hidden layers',
  );
});
