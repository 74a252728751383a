// What techniques share that give each weight a normal distribution around its value.
import { add, div, isPositive, mul, sizeOf, sqrt, square, type Tensor } from "../graph/index.ts";
import {
  type EvaluationTools,
  fixed,
  live,
  type ModelParameter,
  type Product,
  type Tools,
} from "../seams/index.ts";

/** The parameter that the divergence of the weights from their prior is multiplied with. */
export const divergenceWeight = live({
  symbol: String.raw`\beta`,
  description:
    "Weight of the Kullback–Leibler divergence in the objective, 1 for the variational bound, which takes many rows for each weight; at 0 there is neither divergence nor noise. It may rise over the first epochs: ramp.",
  min: 0,
  default: 0.1,
  off: 0,
  search: { from: 0.01, to: 1, scale: "log" },
});

/** The parameter that says how far weights scatter at first. */
export const firstLogVariance = (initial: number, when = "") =>
  fixed({
    description: `Logarithm of the variance σ² that each weight starts with${when}.`,
    min: -20,
    max: 2,
    default: initial,
  });

interface OwnNumbers {
  readonly name: string;
  /** As large as the weight when absent. */
  readonly shape?: readonly number[];
  readonly start: number;
}

/** Logarithms of variances of a weight that the optimizer trains, all with the same start. */
export const ownLogarithms = (
  weight: ModelParameter,
  { own }: EvaluationTools,
  { name, shape = weight.value.shape, start }: OwnNumbers,
): Tensor =>
  own(weight).parameter(name, {
    shape,
    role: "spread",
    initializer: (of) => new Float32Array(sizeOf(of)).fill(start),
  });

/** The weights that are multiplied with inputs as a whole: the others have no sums to scatter. */
export const factorsAmong = (weights: readonly ModelParameter[]): ModelParameter[] =>
  weights.filter(({ isFactor }) => isFactor);

/** What the divergence is multiplied with beside the mean loss of an example. */
export const perExample = (weight: Tensor, { trainingRows }: Pick<Tools, "trainingRows">): Tensor =>
  div(weight, trainingRows);

/** Where all inputs of a sum are 0, the slope of its deviation must be finite. */
const smallestVariance = 1e-12;

/**
 * Sums with the noise that they have where each weight scatters by itself: normal, with the variance that inputs and
 * weights add up to, drawn for each sum of each example instead of for each weight.
 * @param variance of each weight, of a shape that spreads over it.
 * @param strength no noise where it is 0.
 */
export function scattered(
  sums: Tensor,
  { input, of }: Product,
  variance: Tensor,
  { normal, strength }: Pick<Tools, "normal"> & { readonly strength: Tensor },
): Tensor {
  const deviation = sqrt(add(of(square(input), variance), smallestVariance));
  return add(sums, mul(mul(deviation, isPositive(strength)), normal(sums.shape)));
}
