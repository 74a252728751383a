import fc from "fast-check";
import {
  abs,
  add,
  constant,
  cos,
  div,
  exp,
  expand,
  type Feeds,
  gelu,
  input,
  logSoftmax,
  matmul,
  max,
  mean,
  mul,
  neg,
  reshape,
  selu,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  transpose,
} from "../src/graph/index.ts";

type Step = (y: Tensor, x: Tensor) => Tensor;

/** Steps from a `[3, 4]` tensor to another, given the input as well; smooth almost everywhere. */
const steps: readonly Step[] = [
  (y) => tanh(y),
  (y) => sigmoid(y),
  (y) => gelu(y),
  (y) => selu(y),
  (y) => cos(y),
  (y) => neg(y),
  (y) => exp(tanh(y)),
  (y) => sqrt(add(abs(y), 1)),
  (y) => softmax(y),
  (y) => logSoftmax(y),
  (y) => sub(y, mean(y, [1], true)),
  (y) => sub(y, mean(y, [0])),
  (y) => div(y, add(sum(square(y)), 1)),
  (y) => reshape(transpose(y, [1, 0]), [3, 4]),
  (y) => expand(slice(y, 0, 1, 2), [3, 4]),
  (y) => mul(y, slice(y, 1, 0, 1)),
  (y) => tanh(matmul(matmul(y, y, false, true), y)),
  (y, x) => add(y, x),
  (y, x) => mul(y, x),
  (y, x) => sub(x, y),
  (y, x) => max(y, mul(x, 0.3)),
];

export interface Expression {
  readonly input: Tensor;
  readonly scalar: Tensor;
  readonly feeds: Feeds;
}

const x = input("x", [3, 4]);
const weights = constant(
  Array.from({ length: 12 }, (_, i) => Math.sin(i + 0.5)),
  [3, 4],
);
const feeds = { x: Array.from({ length: 12 }, (_, i) => Math.cos(3 * i + 1) + 0.01 * i) };

/** A scalar function of one `[3, 4]` input, always fed with the same numbers. */
export const randomExpression: fc.Arbitrary<Expression> = fc
  .array(fc.nat({ max: steps.length - 1 }), { minLength: 1, maxLength: 6 })
  .map((chosen) => ({
    input: x,
    scalar: sum(
      mul(
        chosen.reduce<Tensor>((y, i) => steps[i]?.(y, x) ?? y, x),
        weights,
      ),
    ),
    feeds,
  }));
