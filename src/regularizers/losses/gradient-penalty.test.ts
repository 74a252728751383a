import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../../test/finite-differences.ts";
import { lossesWith } from "../../../test/lone-pass.ts";
import { seamsWith } from "../../../test/lone-technique.ts";
import { mean, standardError, stream } from "../../base/index.ts";
import {
  constant,
  conv,
  input,
  matmul,
  maxPool,
  reshape,
  sum,
  tanh,
  type Tensor,
} from "../../graph/index.ts";
import { losses } from "../../losses/index.ts";
import type { ModelPass } from "../../seams/index.ts";
import { gradientPenalty } from "../index.ts";

test("an input of 1 that tells p = 3/4 by log 3 has the slope −log 3 / 4, of which the square is added", () => {
  const pass = { inputs: [[1]], weight: [[0, Math.log(3)]], targets: [[0, 1]] };
  const { after } = lossesWith(gradientPenalty, { lambda: 2 }, pass);
  expectClose(after, [Math.log(4 / 3) + 2 * (Math.log(3) / 4) ** 2], 1e-12);
});

test("of the outputs of a linear model it is the squared Frobenius norm of the weight on average", () => {
  const weight = [
    [1, -2, 0.5],
    [0.25, 3, -1],
  ];
  const rows = 4000;
  const pass = {
    inputs: Array.from({ length: rows }, () => [0, 0]),
    weight,
    targets: Array.from({ length: rows }, () => [1, 0, 0]),
  };
  const { before, after } = lossesWith(gradientPenalty, { lambda: 1, of: "outputs" }, pass);
  const sizes = after.map((value, i) => value - (before[i] as number));
  const norm = weight.flat().reduce((total, w) => total + w * w, 0);
  // Five standard errors; no direction of length 1 gives more than the largest of 3 singular values three times.
  expect(Math.abs(mean(sizes) - norm)).toBeLessThan(5 * standardError(sizes));
  expect(Math.max(...sizes)).toBeLessThan(3 * norm);
});

test("with one output there is one direction, and the norm is exact", () => {
  const pass = {
    inputs: [[7, 8]],
    weight: [[3], [4]],
    targets: [[0]],
    loss: { ...losses.mse, terms: undefined },
  };
  const { before, after } = lossesWith(gradientPenalty, { lambda: 2, of: "outputs" }, pass as never);
  expectClose(after, [(before[0] as number) + 50], 1e-12);
});

const image = [2, 2, 5, 4] as const;
const [x, kernel, weight] = [input("x", image), input("kernel", [3, 2, 3, 3]), input("weight", [12, 3])];
const targets = constant([1, 0, 0, 0, 0.25, 0.75], [2, 3]);

const padding = [
  [1, 1],
  [1, 1],
] as const;

function passOf(inputs: Tensor): ModelPass {
  const { perExample, predict, terms } = losses.crossEntropy;
  const pooled = maxPool(tanh(conv(inputs, kernel, { padding })), { size: [2, 2] });
  const outputs = matmul(reshape(pooled, [2, 12]), weight);
  return {
    inputs,
    outputs,
    predictions: predict(outputs),
    targets,
    losses: perExample(outputs, targets, {}),
    terms: terms?.(outputs, targets, {}),
    activations: [],
    lossesFor: (others) => perExample(outputs, others, {}),
    at: passOf,
  };
}

test.each(["loss", "outputs"])(
  "through a convolution and pooling the gradient of that of the %s is exact",
  (of) => {
    const draw = stream(5, "gradientPenalty");
    const numbers = (count: number): number[] => Array.from({ length: count }, () => 0.5 * draw.normal());
    const feeds = { x: numbers(80), kernel: numbers(54), weight: numbers(36) };
    const changed = seamsWith(gradientPenalty, { lambda: 0.7, of }).losses(passOf(x));
    expectGradient(sum(changed), [kernel, weight], feeds);
  },
);
