import { type Operation, sourceOf, type Tensor } from "../tensor.ts";
import { add, div, mul, neg, sub } from "./arithmetic.ts";
import { greater, where } from "./compare.ts";
import { elementwise, type None, unary } from "./elementwise.ts";

const expOperation = elementwise({
  name: "exp",
  operator: "Exp",
  scalar: (x = 0) => Math.exp(x),
  gradient: (dy, y) => [mul(dy, y)],
});
const logOperation = elementwise({
  name: "log",
  operator: "Log",
  scalar: (x = 0) => Math.log(x),
  gradient: (dy, y) => [div(dy, sourceOf(y))],
});
const sqrtOperation = elementwise({
  name: "sqrt",
  operator: "Sqrt",
  scalar: (x = 0) => Math.sqrt(x),
  gradient: (dy, y) => [div(mul(dy, 0.5), y)],
});
const absOperation = elementwise({
  name: "abs",
  operator: "Abs",
  scalar: (x = 0) => Math.abs(x),
  gradient: (dy, y) => [mul(dy, sign(sourceOf(y)))],
});
const signOperation = elementwise({
  name: "sign",
  operator: "Sign",
  scalar: (x = 0) => Math.sign(x),
});
const floorOperation = elementwise({
  name: "floor",
  operator: "Floor",
  scalar: (x = 0) => Math.floor(x),
});
const sinOperation = elementwise({
  name: "sin",
  operator: "Sin",
  scalar: (x = 0) => Math.sin(x),
  gradient: (dy, y) => [mul(dy, cos(sourceOf(y)))],
});
const cosOperation = elementwise({
  name: "cos",
  operator: "Cos",
  scalar: (x = 0) => Math.cos(x),
  gradient: (dy, y) => [neg(mul(dy, sin(sourceOf(y))))],
});

export const exp = unary(expOperation);
export const log = unary(logOperation);
export const sqrt = unary(sqrtOperation);
export const abs = unary(absOperation);
/** −1, 0 or 1; nothing flows back through it. */
export const sign = unary(signOperation);
/** The largest whole number that is not above; nothing flows back through it. */
export const floor = unary(floorOperation);
export const sin = unary(sinOperation);
export const cos = unary(cosOperation);

const tanhOperation = elementwise({
  name: "tanh",
  operator: "Tanh",
  scalar: (x = 0) => Math.tanh(x),
  gradient: (dy, y) => [mul(dy, sub(1, mul(y, y)))],
});
const sigmoidOperation = elementwise({
  name: "sigmoid",
  operator: "Sigmoid",
  scalar: (x = 0) => 1 / (1 + Math.exp(-x)),
  gradient: (dy, y) => [mul(dy, mul(y, sub(1, y)))],
});
const isPositiveOperation: Operation<None> = {
  ...elementwise({ name: "isPositive", operator: "HardSigmoid", scalar: (x = 0) => Number(x > 0) }),
  // A line so steep that every normal number is cut off at 0 or 1: one pass, where a comparison and a cast take two.
  onnx: (y) => ({
    operator: "HardSigmoid",
    inputs: y.sources,
    attributes: { alpha: { float: 3.4e38 }, beta: { float: 0 } },
  }),
};

/** 1 where x is above 0, else 0; nothing flows back through it. */
export const isPositive = unary(isPositiveOperation);

export const reluOperation = elementwise({
  name: "relu",
  operator: "Relu",
  scalar: (x = 0) => Math.max(x, 0),
  // A product with the mask is faster in ONNX Runtime than a choice by it.
  gradient: (dy, y) => [mul(dy, isPositive(y))],
});
const erfOperation = elementwise({
  name: "erf",
  operator: "Erf",
  scalar: (x = 0) => errorFunction(x),
  gradient: (dy, y) => {
    const x = sourceOf(y);
    return [mul(dy, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))];
  },
});

/** erf by its Maclaurin series, or by the continued fraction of erfc where the series loses digits. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 3) {
    let fraction = 0;
    for (let k = 60; k >= 1; k--) fraction = k / 2 / (Math.abs(x) + fraction);
    return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
  }
  let term = x;
  let total = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

export const tanh = unary(tanhOperation);
export const sigmoid = unary(sigmoidOperation);
export const relu = unary(reluOperation);
export const erf = unary(erfOperation);

const geluOperation = elementwise({
  name: "gelu",
  operator: "Gelu",
  scalar: (x = 0) => 0.5 * x * (1 + errorFunction(x * Math.SQRT1_2)),
  gradient: (dy, y) => {
    const x = sourceOf(y);
    const inside = mul(x, Math.SQRT1_2);
    // Φ(x) + x φ(x)
    const density = exp(sub(-0.5 * Math.log(2 * Math.PI), mul(inside, inside)));
    return [mul(dy, add(add(mul(erf(inside), 0.5), 0.5), mul(x, density)))];
  },
});
/** x Φ(x), with the exact normal distribution function (Hendrycks & Gimpel 2016). */
export const gelu = unary(geluOperation);
/** x · sigmoid(x), also called swish. */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x));

/** The slope of SELU above 0. */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
/** What SELU tends to far below 0. */
export const seluFloor = -seluScale * seluAlpha;

const seluOperation: Operation<None> = {
  ...elementwise({
    name: "selu",
    operator: "Selu",
    scalar: (x = 0) => (x > 0 ? seluScale * x : -seluFloor * Math.expm1(x)),
    gradient: (dy, y) => [mul(dy, where(greater(y, 0), seluScale, sub(y, seluFloor)))],
  }),
  onnx: (y) => ({
    operator: "Selu",
    inputs: y.sources,
    attributes: { alpha: { float: seluAlpha }, gamma: { float: seluScale } },
  }),
};
/** λ x above 0, λ α (eˣ − 1) below it, with the numbers for which mean 0 and variance 1 stay (Klambauer et al. 2017). */
export const selu = unary(seluOperation);

export const functionOperations = [
  expOperation,
  logOperation,
  sqrtOperation,
  absOperation,
  signOperation,
  floorOperation,
  sinOperation,
  cosOperation,
  tanhOperation,
  sigmoidOperation,
  isPositiveOperation,
  reluOperation,
  erfOperation,
  geluOperation,
  seluOperation,
] as const;
