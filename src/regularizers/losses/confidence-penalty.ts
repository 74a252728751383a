import { mul, sub } from "../../graph/index.ts";
import { defineRegularizer, live } from "../../seams/index.ts";

export const confidencePenalty = defineRegularizer({
  id: "confidencePenalty",
  title: "Confidence penalty",
  summary:
    "Takes a share of the entropy of its prediction off the loss of each example, so that being certain costs.",
  formula: String.raw`\ell - \beta H(p), \quad H(p) = -\sum_k p_k \log p_k`,
  params: {
    beta: live({
      symbol: String.raw`\beta`,
      description: "How much the loss falls for each unit of entropy, in nats.",
      min: 0,
      default: 0.1,
      off: 0,
      search: { from: 0.01, to: 2, scale: "log" },
    }),
  },
  strength: "beta",
  treats: ["over-confidence", "late-rise"],
  needs: ["classification"],
  interactions: [
    "It holds confidence back as label smoothing does, with the direction of the divergence turned round (Pereyra et al. 2017): take one of the two.",
    "Mixup, CutMix and focal loss lower confidence too: with several of them probabilities come out too low.",
  ],
  references: [
    {
      authors: "Pereyra et al.",
      year: 2017,
      title: "Regularizing Neural Networks by Penalizing Confident Output Distributions",
      url: "https://arxiv.org/abs/1701.06548",
    },
  ],
  source: [],
  at: {
    // The entropy of a distribution is its cross-entropy with itself, with binary losses of each output's.
    losses: (losses, { beta }, { pass }) => sub(losses, mul(beta, pass.lossesFor(pass.predictions))),
  },
});
