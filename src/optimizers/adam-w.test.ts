import { expect, test } from "vitest";
import { runOptimizer } from "../../test/run-optimizer.ts";
import { adam, adamW } from "./index.ts";

const problem = { start: [2], learningRate: 0.1, gradients: [[1]] };

test("the first step is (1 − ηλ) w − η sign(g); Adam with an L2 gradient would take η sign(g + λw) alone", () => {
  const [decoupled] = runOptimizer(adamW, { weightDecay: 0.5 }, problem);
  expect(decoupled?.[0]).toBeCloseTo(0.95 * 2 - 0.1, 7);
  const [coupled] = runOptimizer(adam, {}, { ...problem, gradients: [[1 + 0.5 * 2]] });
  expect(coupled?.[0]).toBeCloseTo(2 - 0.1, 7);
});

test("biases are not shrunk", () => {
  const [bias] = runOptimizer(adamW, { weightDecay: 0.5 }, { ...problem, role: "bias" });
  expect(bias?.[0]).toBeCloseTo(2 - 0.1, 7);
});

test("without decay it is Adam", () => {
  const gradients = [[1], [-0.3], [2]];
  const paths = [adam, adamW].map((optimizer) =>
    runOptimizer(optimizer, { weightDecay: 0 }, { ...problem, gradients }),
  );
  expect(paths[0]).toEqual(paths[1]);
});
