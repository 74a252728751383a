// What several penalties are made of.
import { abs, add, constant, mul, square, sum, type Tensor, withGradient } from "../graph/index.ts";
import { live, type ModelParameter } from "../seams/index.ts";

/** λ of a penalty that may be meant per training example: around 1 then, whatever the size of the data set. */
export const conventionalStrength = live({
  symbol: String.raw`\lambda`,
  description: "Strength of the penalty, in the convention chosen.",
  min: 0,
  default: 1,
  off: 0,
  search: { from: 0.01, to: 100, scale: "log" },
});

/** Σ w², whose gradient 2 w costs one pass over the weights: as a product of w with itself it would cost three. */
const sumOfSquares = (w: Tensor): Tensor => withGradient(sum(square(w)), [w], (dy) => [mul(mul(dy, 2), w)]);

const total = (weights: readonly ModelParameter[], measure: (w: Tensor) => Tensor): Tensor =>
  weights.map(({ value }) => measure(value)).reduce((a, b) => add(a, b), constant(0));

/** Σ w² over all weights. */
export const totalSquares = (weights: readonly ModelParameter[]): Tensor => total(weights, sumOfSquares);

/** Σ |w| over all weights; the gradient of a weight that is 0 is 0. */
export const totalSizes = (weights: readonly ModelParameter[]): Tensor => total(weights, (w) => sum(abs(w)));
