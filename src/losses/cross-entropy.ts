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
import type { Slopes } from "../seams/index.ts";
import { defineLoss, type ScaledRows } from "./define.ts";

function perExample(outputs: Tensor, targets: Tensor): Tensor {
  const logs = logSoftmax(outputs);
  // p − y: what follows from the formula for targets that sum to 1, which spares summing them.
  return withGradient(neg(sum(mul(targets, logs), [1])), [outputs, targets], (dy) => {
    const rows = reshape(dy, [...dy.shape, 1]);
    return [mul(sub(exp(logs), targets), rows), mul(neg(logs), rows)];
  });
}

/** With m = Σ p z of a row, for targets that sum to 1: slope m − Σ y z, curvature Σ p z² − m². */
function byScale({ outputs, targets, width, scale }: ScaledRows): Slopes {
  let [slope, curvature] = [0, 0];
  for (let row = 0; row < outputs.length; row += width) {
    let top = -Infinity;
    for (let k = row; k < row + width; k++) top = Math.max(top, scale * (outputs[k] as number));
    let [total, first, second, wanted] = [0, 0, 0, 0];
    for (let k = row; k < row + width; k++) {
      const z = outputs[k] as number;
      const share = Math.exp(scale * z - top);
      total += share;
      first += share * z;
      second += share * z * z;
      wanted += (targets[k] as number) * z;
    }
    const middle = first / total;
    slope += middle - wanted;
    curvature += second / total - middle * middle;
  }
  return { slope, curvature };
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
  byScale,
  terms: (outputs, targets) => ({
    losses: reshape(perExample(outputs, targets), [outputs.shape[0] as number, 1]),
    missed: sum(mul(softmax(outputs), sub(1, targets)), [1], true),
  }),
  predict: softmax,
  link: Math.log,
});
