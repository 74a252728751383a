// Divergences of multiplicative normal noise N(1, α) from the log-uniform prior, as functions of log α. Both count from
// the divergence of infinitely much noise, so that they are not negative and can be compared.
import {
  abs,
  add,
  div,
  exp,
  isPositive,
  log,
  mul,
  neg,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "../graph/index.ts";

const [k1, k2, k3] = [0.63576, 1.8732, 1.48695];
/** log α beyond this counts as this. */
const limit = 8;
/** Added to w², so that its logarithm is finite at 0. */
const smallestSquare = 1e-8;

/** log α = log σ² − log w², not limited. */
export const logAlphaOf = (weight: Tensor, logVariance: Tensor): Tensor =>
  sub(logVariance, log(add(square(weight), smallestSquare)));

/** Molchanov et al., equation (14), for log α. */
export function molchanovDivergence(logAlpha: Tensor): Tensor {
  const bounded = mul(sub(abs(add(logAlpha, limit)), abs(sub(logAlpha, limit))), 0.5);
  const bent = mul(sub(1, sigmoid(add(mul(bounded, k3), k2))), k1);
  const value = add(bent, mul(log(add(exp(neg(bounded)), 1)), 0.5));
  return withGradient(value, [logAlpha], (dy) => [mul(dy, molchanovSlope(logAlpha))]);
}

/** Its derivative, in few passes; 0 beyond the limit. */
function molchanovSlope(logAlpha: Tensor): Tensor {
  const bend = sigmoid(add(mul(logAlpha, k3), k2));
  const steep = add(mul(sub(square(bend), bend), k1 * k3), mul(sigmoid(neg(logAlpha)), -0.5));
  return mul(steep, isPositive(sub(limit, abs(logAlpha))));
}

/** Σ of Molchanov's divergence over weights with variances of their own. */
export function sparseDivergence(weight: Tensor, logVariance: Tensor): Tensor {
  const value = sum(molchanovDivergence(logAlphaOf(weight, logVariance)));
  return withGradient(value, [weight, logVariance], (dy) => {
    const squared = add(square(weight), smallestSquare);
    const slope = mul(molchanovSlope(logAlphaOf(weight, logVariance)), dy);
    return [mul(slope, div(mul(weight, -2), squared)), slope];
  });
}

/** E log |z| of a standard normal z: −(γ + log 2) / 2. */
const meanLogNormal = -0.635181422730739;
const [c1, c2, c3] = [1.16145124, -1.50204118, 0.58629921];

/** Kingma et al., the cubic of appendix C, for log α of at most 0. */
export function kingmaDivergence(logAlpha: Tensor): Tensor {
  const alpha = exp(logAlpha);
  const cubic = mul(alpha, add(mul(alpha, add(mul(alpha, c3), c2)), c1));
  return sub(sub(-meanLogNormal, mul(logAlpha, 0.5)), cubic);
}
