// Techniques beside each other in evaluation: what one makes of weights, another one's gains and statistics are part of.
import { expect, test } from "vitest";
import {
  type EvaluationTools,
  foldEvaluation,
  type ModelParameter,
  type Regularizer,
} from "../seams/index.ts";
import { tinyPlan } from "../../test/tiny-runs.ts";
import { add, constant, evaluate, input, mul, print, type Tensor } from "../graph/index.ts";
import { evaluatedOutputs } from "./evaluated.ts";
import { withTechniques } from "./own.ts";
import type { Plan } from "./plan.ts";
import type { Technique } from "./techniques.ts";

/** A technique that acts on weights in evaluation, as an average does, or in training too, as a rescaling does. */
const acting = (key: string, parts: Pick<Regularizer, "at" | "evaluation" | "roles">): Technique => ({
  key,
  regularizer: { id: key, params: {}, ...parts } as Regularizer,
  settings: {},
  layers: undefined,
  timing: { from: undefined, until: undefined, ramp: undefined },
});

const average = ({ own, parameter }: EvaluationTools & { readonly parameter: ModelParameter }): Tensor =>
  own(parameter).running("average", { shape: parameter.value.shape, initial: { like: parameter.name } });

const averaged = acting("averaged", {
  roles: ["weight", "gain", "offset", "statistic"],
  at: {
    update: ({ after }, _, tools) => {
      average(tools);
      return after;
    },
  },
  evaluation: { values: (_, __, tools) => average(tools) },
});

const plus1 = acting("plus1", {
  at: { weights: (w) => add(w, 1) },
  evaluation: { weights: (w) => add(w, 1) },
});

const named = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): Tensor =>
  input(name, shape);

test("gains and running statistics of a normalization are averaged like those of a layer", () => {
  const bare: Plan = tinyPlan({});
  const techniques = [...tinyPlan({ regularizers: ["batchNorm"] }).techniques, averaged];
  const model = withTechniques(bare.model, techniques, { classes: 3, stepsPerEpoch: 1, epochs: 1 });
  const graph = print([
    evaluatedOutputs({ ...bare, model, techniques }, input("x", [1, 2]), { valueOf: named }),
  ]);
  for (const name of ["gain", "offset", "mean", "variance"]) {
    expect(graph).toContain(`"dense1.batchNorm.${name}.averaged.average"`);
    expect(graph).not.toContain(`"dense1.batchNorm.${name}"`);
  }
});

test.each([
  ["before", [averaged, plus1]],
  ["after", [plus1, averaged]],
])("an average that stands %s a part of the forward pass in the recipe comes before it", (_, techniques) => {
  const holdings = { parameter: named, running: () => constant(5) };
  const weight = { name: "w", layer: "dense1", role: "weight", value: constant(2) } as const;
  const seams = foldEvaluation(techniques, holdings);
  const view = seams.weights({ ...weight, value: seams.values(weight) });
  expect(evaluate([mul(view, 1)])[0]?.[0]).toBe(6);
});
