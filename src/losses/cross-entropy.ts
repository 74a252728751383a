import { logSoftmax, mul, neg, softmax, sum } from "../graph/index.ts";
import { defineLoss } from "./define.ts";

export const crossEntropy = defineLoss({
  id: "crossEntropy",
  title: "Cross-entropy",
  summary: "Compares the softmax of the outputs with the target distribution over exclusive classes.",
  formula: String.raw`-\sum_k y_k \log p_k, \quad p = \mathrm{softmax}(z)`,
  references: [],
  task: "classification",
  params: {},
  perExample: (outputs, targets) => neg(sum(mul(targets, logSoftmax(outputs)), [1])),
  predict: softmax,
  link: Math.log,
});
