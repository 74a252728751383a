import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { learningRate, seamsWith, sgdUpdate, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { runOptimizer } from "../../../test/run-optimizer.ts";
import { constant, gradients, type Tensor } from "../../graph/index.ts";
import { type Optimizer, optimizers } from "../../optimizers/index.ts";
import { l2, weightDecay } from "../index.ts";

const weight = [1, -2, 0.5];
const data = [0.5, -1, 2];

test("with η 0.1 and λ 2 an SGD update is 0.8 w − 0.1 g", () => {
  const updated = sgdUpdate(seamsWith(weightDecay, { lambda: 2 }), weight, data);
  expectClose(updated, [0.75, -1.5, 0.2], 1e-12);
});

test("under plain SGD it is the same as L2", () => {
  const decayed = sgdUpdate(seamsWith(weightDecay, { lambda: 2 }), weight, data);
  const penalized = sgdUpdate(seamsWith(l2, { lambda: 2, convention: "half" }), weight, data);
  expectClose(decayed, penalized, 1e-12);
});

test("under Adam it is not: the first step is (1 − ηλ) w − η sign(g), with L2 w − η sign(g + λ w)", () => {
  const lambda = 2;
  const adamStep = (optimizer: Optimizer, slopes: readonly number[], settings = {}): number[] => {
    const [after = []] = runOptimizer(
      optimizer,
      { epsilon: 1e-12, ...settings },
      {
        start: weight,
        learningRate,
        gradients: [slopes],
      },
    );
    return Array.from(after);
  };
  const parameter = weightOf([3, 1]);
  const seams = seamsWith(weightDecay, { lambda });
  const stepped = constant(adamStep(optimizers.adam as Optimizer, data), [3, 1]);
  const decayed = valuesAt(seams.update(parameter, stepped), weight);
  expectClose(decayed, [0.8 - 0.1, -1.6 + 0.1, 0.4 - 0.1], 1e-9);
  expectClose(adamStep(optimizers.adamW as Optimizer, data, { weightDecay: lambda }), decayed, 1e-9);

  const penalty = seamsWith(l2, { lambda, convention: "half" }).penalty([parameter]);
  const pull = valuesAt(gradients(penalty, [parameter.value])[0] as Tensor, weight);
  // They are 2.5, −3.7 and −1, and the step has the size η whatever they are.
  const slopes = [0.5, 0.3, -2].map((g, i) => g + (pull[i] as number));
  expectClose(adamStep(optimizers.adam as Optimizer, slopes), [0.9, -1.9, 0.6], 1e-9);
});

test("a strength of 0 changes nothing, bit for bit", () => {
  const seams = seamsWith(weightDecay, { lambda: 0 });
  const after = [0.1, -0.7, 1e-30];
  expect(valuesAt(seams.update(weightOf([3, 1]), constant(after, [3, 1])), weight)).toEqual(after);
});

test("says by how much weights shrink", () => {
  const scale = { learningRate: 0.1, trainingRows: 1000, stepsPerEpoch: 10, epochs: 10 };
  expect(weightDecay.effect?.({ lambda: 0.5 }, scale)).toEqual({
    text: "With any optimizer each update shrinks every weight by the factor 1 − 0.05, each epoch by 0.5987",
  });
});
