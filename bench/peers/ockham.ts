// Ockham: the engine of `ockham train` on a plan whose rows, order and initial weights are the problem's.

import type { Dataset } from "../../src/data/index.ts";
import { parseRecipe, type RecipeInput } from "../../src/recipe/index.ts";
import { ockhamVersion } from "../../src/train/index.node.ts";
import { createEngine, planRun, type Plan } from "../../src/train/index.ts";
import { makePace } from "../../src/train/pace.ts";
import { type Problem, serve } from "./protocol.ts";

/** The features as one row of pixels that keep their values, so that no scaling comes between. */
function datasetOf({ sizes, rows, inputs, labels }: Problem): Dataset {
  const classes = Array.from({ length: sizes.at(-1) ?? 0 }, (_, index) => String(index));
  return {
    name: "bench",
    rows,
    inputs: { kind: "image", shape: [1, 1, sizes[0] ?? 0], values: inputs },
    targets: { kind: "classes", labels, classes },
    given: { train: { from: 0, to: rows } },
  };
}

function planOf(problem: Problem): Plan {
  const { sizes, batch, rows, learningRate, threads, order } = problem;
  const written: RecipeInput = {
    split: { validation: 0, test: 0 },
    scaling: { divisor: 1 },
    model: { layers: sizes.slice(1, -1).map((units) => ({ use: "dense", units, activation: "relu" })) },
    optimizer: { use: "sgd", learningRate },
    batchSize: batch,
    shuffle: false,
    run: { threads },
  };
  const plan = planRun(parseRecipe(written, "bench"), datasetOf(problem));
  const none = new Int32Array();
  return { ...plan, rows: { train: order, validation: none, test: none }, stepsPerEpoch: rows / batch };
}

/** The given weights, and biases of zero, under the names of the plan's parameters. */
function stateOf({ model }: Plan, { weights }: Problem) {
  const given = weights.values();
  return Object.fromEntries(
    model.parameters.map(({ name, role, shape }) => {
      const values = role === "weight" ? given.next().value : new Float32Array(shape[0] ?? 0);
      return [name, { dataType: "float32" as const, shape, values: values ?? new Float32Array() }];
    }),
  );
}

const stepsPerEpoch = ({ rows, batch }: Problem): number => rows / batch;

await serve({ version: `Ockham ${ockhamVersion}`, chunkSteps: stepsPerEpoch }, async (problem) => {
  const plan = planOf(problem);
  const engine = await createEngine(plan);
  const pace = makePace();
  let state: Parameters<typeof engine.train>[0] = stateOf(plan, problem);
  let from = 0;
  const chunk = async (left: number): Promise<number> => {
    const count = pace.next(Math.min(left, plan.stepsPerEpoch - (from % plan.stepsPerEpoch)));
    const started = performance.now();
    const result = await engine.train(state, {}, { from, count });
    pace.measured(count, performance.now() - started);
    ({ state } = result);
    from += count;
    return result.losses.at(-1) ?? NaN;
  };
  return async (steps) => {
    const end = from + steps;
    for (;;) {
      const loss = await chunk(end - from);
      if (from === end) return loss;
    }
  };
});
