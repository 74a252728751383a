import { add, constant, div, mul, square, sub, sum, type Tensor, withGradient } from "../../graph/index.ts";
import { choice, defineRegularizer, type Effect, live, type Scale, type Tools } from "../../seams/index.ts";

/** Σ w², whose gradient 2 w costs one pass over the weights: as a product of w with itself it would cost three. */
const sumOfSquares = (w: Tensor): Tensor => withGradient(sum(square(w)), [w], (dy) => [mul(mul(dy, 2), w)]);

/** What Σ w² is multiplied with in the penalty of each convention. */
const coefficients = {
  sum: (lambda: Tensor) => lambda,
  half: (lambda: Tensor) => mul(lambda, 0.5),
  halfMean: (lambda: Tensor, { trainingRows }: Tools) => div(lambda, mul(trainingRows, 2)),
};

type Convention = keyof typeof coefficients | "decoupled";

/** λ as the rate at which the objective's gradient pulls on a weight w: by rate · w. */
const pull = (lambda: number, convention: Convention, trainingRows: number): number =>
  ({ sum: 2 * lambda, half: lambda, halfMean: lambda / trainingRows, decoupled: lambda })[convention];

const digits = (value: number): string => String(Number(value.toPrecision(4)));

/** The factor 1 − ηλ/n by which plain SGD shrinks every weight at each update, and what it comes to. */
function shrinkage(lambda: number, convention: Convention, scale: Scale): Effect {
  const { learningRate, trainingRows, stepsPerEpoch, epochs } = scale;
  const rate = pull(lambda, convention, trainingRows);
  const perStep = 1 - learningRate * rate;
  const perEpoch = perStep ** stepsPerEpoch;
  const text = `With plain SGD each update shrinks every weight by the factor 1 − ${digits(learningRate * rate)}, each epoch by ${digits(perEpoch)}`;
  const others = `It is λ = ${digits(rate / 2)} in the convention sum, ${digits(rate)} in half, ${digits(rate * trainingRows)} in halfMean`;
  if (perStep <= -1)
    return {
      text,
      warning: `The factor is below −1: each update makes the weights larger, and the run diverges. ${others}`,
    };
  if (perStep <= 0 || perEpoch < 0.01)
    return { text, warning: `Weights all but vanish within an epoch. ${others}` };
  if (lambda > 0 && perEpoch ** epochs > 0.99)
    return {
      text,
      warning: `Over all ${epochs} epochs weights shrink by less than 1 %: nothing measurable. ${others}`,
    };
  return { text };
}

export const l2 = defineRegularizer({
  id: "l2",
  title: "L2 (ridge, weight decay)",
  summary:
    "Adds the sum of the squared weights to the objective, so that every update also shrinks each weight.",
  formula: String.raw`\frac{\lambda}{2n} \sum_w w^2 \;\text{(halfMean)}, \quad \frac{\lambda}{2} \sum_w w^2 \;\text{(half)}, \quad \lambda \|W\|_F^2 \;\text{(sum)}, \quad w \leftarrow w - \eta \lambda w \;\text{(decoupled)}`,
  params: {
    lambda: live({
      symbol: String.raw`\lambda`,
      description: "Strength of the penalty, in the convention chosen.",
      min: 0,
      default: 1,
      off: 0,
      search: { from: 0.01, to: 100, scale: "log" },
    }),
    convention: choice(["sum", "half", "halfMean", "decoupled"], {
      description:
        "What λ multiplies: sum Σw², half Σw²/2, halfMean Σw²/2n with n training examples; decoupled shrinks by ηλ at each update.",
      default: "halfMean",
    }),
  },
  strength: "lambda",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: [],
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
  effect: ({ lambda, convention }, scale) => shrinkage(lambda, convention, scale),
  at: {
    loss: (weights, { lambda, convention }, tools) => {
      if (convention === "decoupled") return constant(0);
      const squares = weights
        .map(({ value }) => sumOfSquares(value))
        .reduce((a, b) => add(a, b), constant(0));
      return mul(coefficients[convention](lambda, tools), squares);
    },
    update: ({ before, after }, { lambda, convention }, { learningRate }) =>
      convention === "decoupled" ? sub(after, mul(before, mul(learningRate, lambda))) : after,
  },
});
