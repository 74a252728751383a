import {
  add,
  constant,
  div,
  max,
  mul,
  sizeOf,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "../../graph/index.ts";
import { defineRegularizer, unitNorms } from "../../seams/index.ts";
import { shareBeyond } from "../clipping.ts";
import { factorOf, lassoParameters, pull } from "../lasso.ts";

/** Shorter than any norm whose square single precision holds: what a norm of 0 is divided by. */
const tiny = 1e-18;

/** √|g| of the groups of a weight: the root of how many weights lead into a unit. */
const rootOf = (w: Tensor, norms: Tensor): number => Math.sqrt(sizeOf(w.shape) / sizeOf(norms.shape));

/** √|g| Σ ‖w_g‖ of one weight. A unit without weights is left at 0: of all directions none is steepest. */
function weightedNorms(w: Tensor): Tensor {
  const norms = unitNorms(w);
  const root = rootOf(w, norms);
  return withGradient(mul(sum(norms), root), [w], (dy) => [mul(w, div(mul(dy, root), max(norms, tiny)))]);
}

/** The proximal map of t √|g| ‖w_g‖: the weights of every unit shrink together, and all at once become exactly 0. */
function shrunk(w: Tensor, t: Tensor): Tensor {
  const norms = unitNorms(w);
  return mul(w, max(sub(1, div(mul(t, rootOf(w, norms)), max(norms, tiny))), 0));
}

/** The share of the units that no weight leads into, a scalar. */
const prunedShare = (weights: readonly Tensor[]): Tensor =>
  sub(1, shareBeyond(weights.map((w) => ({ size: unitNorms(w), limit: constant(0) }))));

export const groupLasso = defineRegularizer({
  id: "groupLasso",
  title: "Group lasso",
  summary:
    "Adds the norm of the weights that lead into each unit to the objective, which prunes whole units instead of single weights.",
  formula: String.raw`\frac{\lambda}{n} \sum_g \sqrt{|g|} \, \|w_g\| \;\text{(mean)}, \quad \lambda \sum_g \sqrt{|g|} \, \|w_g\| \;\text{(sum)}, \quad w_g \leftarrow w_g \max(1 - \eta \lambda \sqrt{|g|} / (n \|w_g\|), 0) \;\text{(proximal)}`,
  params: lassoParameters("Σ√|g|·‖w_g‖", "those of units that hardly matter"),
  strength: "lambda",
  treats: ["large-gap"],
  needs: [],
  interactions: [
    "Before a normalization the size of a unit's weights changes nothing of what it computes until they are exactly 0: shrinking alone frees nothing there.",
    "L2 and weight decay shrink the weights of all units alike, and hide which of them are not needed.",
  ],
  references: [
    {
      authors: "Yuan and Lin",
      year: 2006,
      title: "Model Selection and Estimation in Regression with Grouped Variables",
      url: "https://doi.org/10.1111/j.1467-9868.2005.00532.x",
    },
    {
      authors: "Scardapane et al.",
      year: 2017,
      title: "Group Sparse Regularization for Deep Neural Networks",
      url: "https://arxiv.org/abs/1607.00485",
    },
  ],
  source: [],
  effect: (settings, scale) => pull("the root mean square of the weights into each unit", settings, scale),
  at: {
    loss: (weights, { proximal, ...strength }, tools) => {
      const values = weights.map(({ value }) => value);
      if (!proximal)
        return mul(
          factorOf(strength, tools),
          values.map(weightedNorms).reduce((a, b) => add(a, b)),
        );
      tools.report("pruned", prunedShare(values));
      return constant(0);
    },
    update: ({ after }, { proximal, ...strength }, tools) =>
      proximal ? shrunk(after, mul(tools.learningRate, factorOf(strength, tools))) : after,
  },
});
