import {
  add,
  constant,
  div,
  exp,
  greater,
  isPositive,
  min,
  mul,
  sizeOf,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from "../../graph/index.ts";
import {
  choice,
  defineRegularizer,
  type EvaluationTools,
  fixed,
  type ModelParameter,
  type Product,
  type Settings,
  unitShape,
} from "../../seams/index.ts";
import { kingmaDivergence, logAlphaOf, sparseDivergence } from "../log-uniform-prior.ts";
import {
  divergenceWeight,
  factorsAmong,
  firstLogVariance,
  ownLogarithms,
  perExample,
  scattered,
} from "../variational.ts";

const params = {
  weight: divergenceWeight,
  form: choice(["sparse", "dense"], {
    description:
      "What noise is learned: sparse, a variance σ² for each weight, and weights with log α above 3 are 0 in evaluation and export; dense, α of at most 1, and no weight is 0.",
    default: "sparse",
  }),
  each: choice(["layer", "unit", "weight"], {
    description: "What has an α of its own in the dense form.",
    default: "layer",
  }),
  logVariance: firstLogVariance(-10, " in the sparse form"),
  logAlpha: fixed({
    description: "Logarithm of the α that noise starts with in the dense form.",
    min: -20,
    max: 0,
    default: -3,
  }),
};

type Chosen = Pick<Settings<typeof params>, "form" | "each" | "logVariance" | "logAlpha">;

/** Weights whose noise is so much larger than they are. */
const prunedAbove = 3;

const logVarianceOf = (factor: ModelParameter, tools: EvaluationTools, { logVariance }: Chosen): Tensor =>
  ownLogarithms(factor, tools, { name: "logVariance", start: logVariance });

function ownLogAlpha(factor: ModelParameter, tools: EvaluationTools, { each, logAlpha }: Chosen): Tensor {
  const { shape } = factor.value;
  const shapes = { layer: shape.map(() => 1), unit: unitShape(factor.value), weight: shape };
  return ownLogarithms(factor, tools, { name: "logAlpha", shape: shapes[each], start: logAlpha });
}

/** The variance of the noise on each weight. */
const varianceOf = (factor: ModelParameter, tools: EvaluationTools, chosen: Chosen): Tensor =>
  chosen.form === "sparse"
    ? exp(logVarianceOf(factor, tools, chosen))
    : mul(square(factor.value), exp(ownLogAlpha(factor, tools, chosen)));

/** The divergence of all weights of a layer. */
function divergenceOf(factor: ModelParameter, tools: EvaluationTools, chosen: Chosen): Tensor {
  const { value } = factor;
  if (chosen.form === "sparse") return sparseDivergence(value, logVarianceOf(factor, tools, chosen));
  const logAlpha = ownLogAlpha(factor, tools, chosen);
  return mul(sum(kingmaDivergence(logAlpha)), sizeOf(value.shape) / sizeOf(logAlpha.shape));
}

/** Whether noise is at work: 1 after a step with noise, 0 before the first one and after the last. */
const atWork = (factor: ModelParameter, { own }: EvaluationTools, weight?: Tensor): Tensor =>
  own(factor).running("atWork", {
    shape: [],
    initial: 0,
    ...(weight && { after: () => isPositive(weight) }),
  });

/** How many weights of a layer are pruned. */
const prunedAmong = (factor: ModelParameter, tools: EvaluationTools, chosen: Chosen): Tensor =>
  sum(isPositive(sub(logAlphaOf(factor.value, logVarianceOf(factor, tools, chosen)), prunedAbove)));

const total = (values: readonly Tensor[]): Tensor => values.reduce((a, b) => add(a, b), constant(0));

export const variationalDropout = defineRegularizer({
  id: "variationalDropout",
  title: "Variational dropout",
  summary:
    "Multiplies each weight of dense and convolutional layers by normal noise around one and learns how much; what is mostly noise becomes 0; weights of embeddings and attention stay as they are.",
  formula: String.raw`\frac{\beta}{n} \sum_w D(\alpha_w), \quad \hat{w} \sim \mathcal{N}(w, \alpha_w w^2), \quad \alpha_w = \sigma_w^2 / w^2 \;\text{(sparse)}`,
  params,
  strength: "weight",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: [],
  interactions: [
    "It learns the rates that dropout is given: on the same layers take one of the two.",
    "On few rows the bound of β = 1 outweighs the loss: an MLP of 79,510 parameters on 360 rows of made handwriting has every weight pruned after 50 epochs, and with 0.1 keeps 2 % of them and the accuracy that it has without the technique.",
    "Its prior looks at the noise relative to each weight, not at the size of weights: L2 or weight decay is a pull of its own beside it.",
  ],
  references: [
    {
      authors: "Kingma, Salimans and Welling",
      year: 2015,
      title: "Variational Dropout and the Local Reparameterization Trick",
      url: "https://arxiv.org/abs/1506.02557",
    },
    {
      authors: "Molchanov, Ashukha and Vetrov",
      year: 2017,
      title: "Variational Dropout Sparsifies Deep Neural Networks",
      url: "https://proceedings.mlr.press/v70/molchanov17a.html",
    },
  ],
  source: [],
  sites: "product",
  roles: ["weight", "spread"],
  decides: "how weights are distributed",
  samplesPrediction: true,
  evaluation: {
    weights: (w, settings, { parameter, ...tools }) => {
      const { form, weight } = settings;
      if (!parameter.isFactor || form === "dense" || weight === 0) return w;
      const logAlpha = logAlphaOf(w, logVarianceOf(parameter, tools, settings));
      // Variances that nothing moves are those of the start, or of long ago.
      const isPruned = mul(isPositive(sub(logAlpha, prunedAbove)), atWork(parameter, tools));
      return where(greater(isPruned, 0), 0, w);
    },
  },
  at: {
    layers: (sums, { weight, ...chosen }, { product, ...tools }) => {
      const { weight: factor } = product as Product;
      const variance = varianceOf(factor, tools, chosen);
      if (chosen.form === "sparse") atWork(factor, tools, weight);
      return scattered(sums, product as Product, variance, { ...tools, strength: weight });
    },
    loss: (weights, { weight, ...chosen }, tools) => {
      const factors = factorsAmong(weights);
      if (chosen.form === "sparse") {
        const count = factors.reduce((size, { value }) => size + sizeOf(value.shape), 0);
        const pruned = total(factors.map((factor) => prunedAmong(factor, tools, chosen)));
        tools.report("pruned", mul(div(pruned, Math.max(count, 1)), isPositive(weight)));
      }
      const divergences = factors.map((factor) => divergenceOf(factor, tools, chosen));
      return mul(perExample(weight, tools), total(divergences));
    },
    // In the dense form α is at most 1, beyond which the approximation does not hold.
    update: ({ after }, { form }, { parameter }) =>
      parameter.role === "spread" && form === "dense" ? min(after, 0) : after,
  },
});
