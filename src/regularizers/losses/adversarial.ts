import { add, cast, greater, mul, sign, sub } from "../../graph/index.ts";
import { defineRegularizer, fixed, live } from "../../seams/index.ts";
import { slopesBy } from "../inputs.ts";

export const adversarial = defineRegularizer({
  id: "adversarial",
  title: "Adversarial training (FGSM)",
  summary:
    "Trains on each example and also on the same example moved by a small step in every input, each in the direction in which the loss rises.",
  formula: String.raw`(1 - w)\,\ell(x) + w\,\ell(x + \epsilon\,\mathrm{sign}\,\nabla_x \ell(x))`,
  params: {
    epsilon: live({
      symbol: String.raw`\epsilon`,
      description: "Size of the step, in units of standardized inputs, or of pixels on the scale of 0 to 1.",
      min: 0,
      default: 0.1,
      off: 0,
      search: { from: 0.01, to: 0.5, scale: "log" },
    }),
    weight: fixed({
      symbol: "w",
      description: "Share of the moved examples in the loss.",
      min: 0,
      aboveMin: true,
      max: 1,
      default: 0.5,
    }),
  },
  strength: "epsilon",
  treats: ["large-gap", "over-confidence"],
  needs: ["numericInputs"],
  interactions: [
    "What stands before it in the recipe on the losses of examples counts for the moved examples too, what stands after it does not.",
    "Batch normalization takes the statistics of the moved examples in their own pass, and keeps those of the others for evaluation.",
  ],
  references: [
    {
      authors: "Goodfellow, Shlens and Szegedy",
      year: 2015,
      title: "Explaining and Harnessing Adversarial Examples",
      url: "https://arxiv.org/abs/1412.6572",
    },
  ],
  source: [],
  at: {
    losses: (losses, { epsilon, weight }, { pass, present }) => {
      const { inputs } = pass;
      // Nothing flows back through a sign.
      const step = mul(sign(slopesBy(inputs, losses, { present })), epsilon);
      // Without a step the losses stay bit for bit.
      const share = mul(cast(greater(epsilon, 0), "float32"), weight);
      return add(mul(losses, sub(1, share)), mul(pass.lossesAt(add(inputs, step)), share));
    },
  },
});
