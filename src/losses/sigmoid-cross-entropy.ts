import {
  abs,
  add,
  exp,
  log,
  mul,
  neg,
  relu,
  sigmoid,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "../graph/index.ts";
import type { Slopes } from "../seams/index.ts";
import { defineLoss, type ScaledRows } from "./define.ts";

/** Of each output, from its logit z and target y, without overflow: max(z, 0) − z y + log(1 + e^−|z|). */
function binaryCrossEntropy(z: Tensor, y: Tensor): Tensor {
  const value = add(sub(relu(z), mul(z, y)), log(add(exp(neg(abs(z))), 1)));
  // The gradient of the stable form is right only in pieces; σ(z) − y is exact everywhere.
  return withGradient(value, [z, y], (dy) => [mul(dy, sub(sigmoid(z), y)), neg(mul(dy, z))]);
}

/** With a = σ(s z) of an output: slope (a − y) z, curvature a (1 − a) z². */
function byScale({ outputs, targets, scale }: ScaledRows): Slopes {
  let [slope, curvature] = [0, 0];
  for (let k = 0; k < outputs.length; k++) {
    const z = outputs[k] as number;
    const a = 1 / (1 + Math.exp(-scale * z));
    slope += (a - (targets[k] as number)) * z;
    curvature += a * (1 - a) * z * z;
  }
  return { slope, curvature };
}

export const sigmoidCrossEntropy = defineLoss({
  id: "sigmoidCrossEntropy",
  title: "Binary cross-entropy of each output",
  summary: "Compares the sigmoid of each output with its own target and adds up over the outputs.",
  formula: String.raw`-\sum_k \left[ y_k \log a_k + (1 - y_k) \log(1 - a_k) \right], \quad a = \sigma(z)`,
  references: [
    {
      authors: "Nielsen",
      year: 2015,
      title: "Neural Networks and Deep Learning, chapter 3",
      url: "http://neuralnetworksanddeeplearning.com/chap3.html",
    },
  ],
  task: "classification",
  params: {},
  perExample: (outputs, targets) => sum(binaryCrossEntropy(outputs, targets), [1]),
  byScale,
  terms: (outputs, targets) => ({
    losses: binaryCrossEntropy(outputs, targets),
    missed: add(mul(sigmoid(outputs), sub(1, targets)), mul(sigmoid(neg(outputs)), targets)),
  }),
  predict: sigmoid,
  link: (probability) => Math.log(probability / (1 - probability)),
});
