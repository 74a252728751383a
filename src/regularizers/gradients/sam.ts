import { abs, add, div, max, mul, type Tensor } from "../../graph/index.ts";
import { defineRegularizer, fixed, flag, live, type ModelParameter } from "../../seams/index.ts";
import { normOf } from "../clipping.ts";

/** How far a parameter may move in each of its numbers: as far as it is large where steps adapt to weights, else 1. */
const reachOf = ({ role, value }: ModelParameter, eta: number): Tensor | undefined =>
  role === "weight" || role === "gain" ? add(abs(value), eta) : undefined;

export const sam = defineRegularizer({
  id: "sam",
  title: "Sharpness-aware minimization (SAM)",
  summary:
    "Takes the gradient not at the weights but where the loss rises most within a small distance of them, so that training ends in a flat place, at the price of a second pass.",
  formula: String.raw`g \leftarrow \nabla L(w + \epsilon), \quad \epsilon = \rho\, T^2 g / \|T g\|, \quad T = 1 \text{ or } |w| + \eta`,
  params: {
    rho: live({
      symbol: String.raw`\rho`,
      description:
        "Distance to the weights where the gradient is taken; with adaptive steps it is relative, and about ten times as large.",
      min: 0,
      default: 0.05,
      off: 0,
      search: { from: 0.01, to: 2, scale: "log" },
    }),
    adaptive: flag({
      description:
        "Whether large weights may move farther than small ones (ASAM); biases and offsets then move as before.",
      default: false,
    }),
    eta: fixed({
      symbol: String.raw`\eta`,
      description: "With adaptive steps: how far a weight of 0 may move.",
      min: 0,
      default: 0.01,
    }),
  },
  strength: "rho",
  treats: ["large-gap", "late-rise"],
  needs: [],
  interactions: [
    "Clipping before it in the recipe acts on both gradients, after it on the second alone.",
    "Batch normalization keeps the running statistics of the first pass: the moved weights have no part in evaluation.",
    "Masks and noise are the same in both passes, so that the second differs by the weights alone.",
  ],
  references: [
    {
      authors: "Foret et al.",
      year: 2021,
      title: "Sharpness-Aware Minimization for Efficiently Improving Generalization",
      url: "https://arxiv.org/abs/2010.01412",
    },
    {
      authors: "Kwon et al.",
      year: 2021,
      title:
        "ASAM: Adaptive Sharpness-Aware Minimization for Scale-Invariant Learning of Deep Neural Networks",
      url: "https://arxiv.org/abs/2102.11600",
    },
  ],
  source: [],
  at: {
    gradients: (gradients, { rho, adaptive, eta }, { parameters, gradientsAt }) => {
      const reaches = parameters.map((parameter) => (adaptive ? reachOf(parameter, eta) : undefined));
      const stretched = gradients.map((g, i) => mul(g, reaches[i] ?? 1));
      // Where all gradients are 0 there is nowhere to go.
      const factor = div(rho, max(normOf(stretched), 1e-12));
      return gradientsAt(
        parameters.map(({ value }, i) =>
          add(value, mul(stretched[i] as Tensor, mul(factor, reaches[i] ?? 1))),
        ),
      );
    },
  },
});
