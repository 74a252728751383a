import { add, exp, log, max, mul, sub, sum, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, live, type LossTerms } from "../../seams/index.ts";

/** The sum of the terms, each times (1 − p)^γ; without a cut at 0 a term that is beyond doubt would have no gradient. */
function focused({ losses, missed }: LossTerms, gamma: Tensor): Tensor {
  const factor = exp(mul(gamma, log(max(missed, 1e-30))));
  return sum(mul(losses, factor), [1]);
}

export const focal = defineRegularizer({
  id: "focal",
  title: "Focal loss",
  summary:
    "Weighs the loss of each example down by the probability that its target already has, so that training turns to the examples that are still wrong, with p the sum over classes of target times probability, or with binary losses one p for each output.",
  formula: String.raw`(1 - p)^\gamma \ell, \quad p = \sum_k y_k p_k`,
  params: {
    gamma: live({
      symbol: String.raw`\gamma`,
      description: "How strongly examples that are already right count less.",
      min: 0,
      max: 10,
      default: 2,
      off: 0,
      search: { from: 0.5, to: 5, scale: "linear" },
    }),
  },
  strength: "gamma",
  treats: ["over-confidence", "late-rise"],
  needs: ["classification"],
  interactions: [
    "Label smoothing, mixup and the confidence penalty lower confidence too: with several of them probabilities come out too low.",
    "It turns to examples that are still wrong, and so to wrong labels too: with noisy labels lower its strength.",
  ],
  references: [
    {
      authors: "Lin et al.",
      year: 2017,
      title: "Focal Loss for Dense Object Detection",
      url: "https://arxiv.org/abs/1708.02002",
    },
    {
      authors: "Mukhoti et al.",
      year: 2020,
      title: "Calibrating Deep Neural Networks using Focal Loss",
      url: "https://arxiv.org/abs/2002.09437",
    },
  ],
  source: [],
  at: {
    losses: (losses, { gamma }, { pass }) => {
      if (!pass.terms) return losses;
      const data = focused(pass.terms, gamma);
      // What techniques before it added stays as it is.
      return losses === pass.losses ? data : add(data, sub(losses, pass.losses));
    },
  },
});
