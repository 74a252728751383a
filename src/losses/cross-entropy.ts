import {
  exp,
  logSoftmax,
  mul,
  neg,
  reshape,
  softmax,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "../graph/index.ts";
import { defineLoss } from "./define.ts";

function perExample(outputs: Tensor, targets: Tensor): Tensor {
  const logs = logSoftmax(outputs);
  // p − y: what follows from the formula for targets that sum to 1, which spares summing them.
  return withGradient(neg(sum(mul(targets, logs), [1])), [outputs, targets], (dy) => {
    const rows = reshape(dy, [...dy.shape, 1]);
    return [mul(sub(exp(logs), targets), rows), mul(neg(logs), rows)];
  });
}

export const crossEntropy = defineLoss({
  id: "crossEntropy",
  title: "Cross-entropy",
  summary: "Compares the softmax of the outputs with the target distribution over exclusive classes.",
  formula: String.raw`-\sum_k y_k \log p_k, \quad p = \mathrm{softmax}(z)`,
  references: [],
  task: "classification",
  params: {},
  perExample,
  terms: (outputs, targets) => ({
    losses: reshape(perExample(outputs, targets), [outputs.shape[0] as number, 1]),
    missed: sum(mul(softmax(outputs), sub(1, targets)), [1], true),
  }),
  predict: softmax,
  link: Math.log,
});
