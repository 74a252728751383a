import { expect, test } from "vitest";
import { blobs, tinyPlan } from "../../test/tiny-runs.ts";
import { add, mul } from "../graph/index.ts";
import { ema } from "../regularizers/index.ts";
import type { Regularizer } from "../seams/index.ts";
import { withTechniques } from "./own.ts";

/** Multiplies weights by a gain that is trained, and counts updates. */
const gained = {
  id: "gained",
  params: {},
  at: {
    weights: (weight, _, { own, parameter }) => {
      const kept = own(parameter);
      kept.running("count", { shape: [], initial: 0, after: (before) => add(before, 1) });
      const start = () => Float32Array.of(1);
      return mul(weight, kept.parameter("gain", { shape: [1], role: "gain", initializer: start }));
    },
  },
} as Partial<Regularizer> as Regularizer;

const techniques = [gained, ema as unknown as Regularizer].map((regularizer) => ({
  key: regularizer.id,
  regularizer,
  settings: { decay: 0.5, warmUp: false },
}));

test("averages are kept of parameters and statistics of the model and of other techniques, and of no average", () => {
  const { model } = tinyPlan({ model: { layers: ["batchNorm"] } }, blobs(20));
  const { parameters, running } = withTechniques(model, techniques as never, {
    classes: 3,
    stepsPerEpoch: 1,
    epochs: 1,
  });
  expect(parameters.map(({ name }) => name)).toEqual([
    "batchNorm1.gain",
    "batchNorm1.offset",
    "output.weight",
    "output.bias",
    "output.weight.gained.gain",
  ]);
  const averaged = [...parameters, ...running]
    .map(({ name }) => name)
    .filter((name) => !name.includes("ema"));
  expect(averaged).toContain("output.weight.gained.count");
  expect(averaged).toContain("batchNorm1.variance");
  expect(
    running.flatMap(({ name }) =>
      name.endsWith(".ema.average") ? [name.replace(/\.ema\.average$/, "")] : [],
    ),
  ).toEqual(expect.arrayContaining(averaged));
  expect(running.filter(({ name }) => name.includes("ema"))).toHaveLength(averaged.length);
});
