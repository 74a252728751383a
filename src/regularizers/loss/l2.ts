import { constant, div, mul, type Tensor } from "../../graph/index.ts";
import { choice, type Convention, defineRegularizer, type Tools } from "../../seams/index.ts";
import { conventions, decayed, shrinkage } from "../decay.ts";
import { conventionalStrength, totalSquares } from "../penalties.ts";

/** What Σ w² is multiplied with: half of the rate at which its gradient 2 w is to pull. */
function coefficient(lambda: Tensor, { times, per }: Convention, { trainingRows }: Tools): Tensor {
  const half = times === 2 ? lambda : mul(lambda, times / 2);
  return per ? div(half, trainingRows) : half;
}

export const l2 = defineRegularizer({
  id: "l2",
  title: "L2 (ridge, weight decay)",
  summary:
    "Adds the sum of the squared weights to the objective, so that every update also shrinks each weight.",
  formula: String.raw`\frac{\lambda}{2n} \sum_w w^2 \;\text{(halfMean)}, \quad \frac{\lambda}{2} \sum_w w^2 \;\text{(half)}, \quad \lambda \|W\|_F^2 \;\text{(sum)}, \quad w \leftarrow w - \eta \lambda w \;\text{(decoupled)}`,
  params: {
    lambda: conventionalStrength,
    convention: choice(["sum", "half", "halfMean", "decoupled"], {
      description:
        "What λ multiplies: sum Σw², half Σw²/2, halfMean Σw²/2n with n training examples; decoupled shrinks by ηλ at each update.",
      default: "halfMean",
    }),
  },
  strength: "lambda",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: [],
  interactions: [
    "With Adam and other adaptive optimizers it is not weight decay: its gradient is rescaled like the loss's, so that weights with large gradients shrink less. Decoupled weight decay is what AdamW does.",
    "Before batch or layer normalization it does not limit what the network can compute; it acts through the effective learning rate alone (van Laarhoven 2017).",
    "Early stopping limits weights too: where one of the two is strong, the other has little left to do.",
  ],
  takesParameters: true,
  references: [
    {
      authors: "Hoerl and Kennard",
      year: 1970,
      title: "Ridge Regression: Biased Estimation for Nonorthogonal Problems",
      url: "https://doi.org/10.1080/00401706.1970.10488634",
    },
    {
      authors: "Krogh and Hertz",
      year: 1991,
      title: "A Simple Weight Decay Can Improve Generalization",
      url: "https://papers.nips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html",
    },
    {
      authors: "Loshchilov and Hutter",
      year: 2019,
      title: "Decoupled Weight Decay Regularization",
      url: "https://arxiv.org/abs/1711.05101",
    },
  ],
  source: ["000", "001", "002 §1.1.2", "002 L2 Regularization in Neural Networks"],
  elsewhere: {
    keras: () => "keras.layers.Dense(…, kernel_regularizer=keras.regularizers.L2(1e-4))",
    pytorch: () => "torch.optim.SGD(model.parameters(), …, weight_decay=5e-4)",
  },
  conventions,
  effect: ({ lambda, convention }, scale) =>
    shrinkage({ lambda, convention: conventions[convention], under: "With plain SGD" }, scale),
  at: {
    loss: (weights, { lambda, convention }, tools) =>
      convention === "decoupled"
        ? constant(0)
        : mul(coefficient(lambda, conventions[convention], tools), totalSquares(weights)),
    update: (change, { lambda, convention }, tools) =>
      convention === "decoupled" ? decayed(change, lambda, tools) : change.after,
  },
});
