import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, expectGradient } from "../../test/finite-differences.ts";
import { randomExpression } from "../../test/random-expressions.ts";
import {
  add,
  affine,
  constant,
  div,
  evaluate,
  exp,
  gelu,
  gradients,
  input,
  log,
  logSoftmax,
  matmul,
  mean,
  mul,
  silu,
  slice,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  tanh,
  type Tensor,
  topological,
  withGradient,
} from "./index.ts";

const valuesOf = (t: Tensor, feeds = {}): number[] => Array.from(evaluate([t], feeds)[0] ?? []);

test("law: gradients are linear", () => {
  fc.assert(
    fc.property(
      randomExpression,
      randomExpression,
      fc.double({ min: -2, max: 2, noNaN: true }),
      (f, g, c) => {
        const x = f.input;
        const [left] = gradients(add(mul(f.scalar, c), g.scalar), [x]);
        const [ofF] = gradients(f.scalar, [x]);
        const [ofG] = gradients(g.scalar, [x]);
        const right = add(mul(ofF ?? x, c), ofG ?? x);
        expectClose(valuesOf(left ?? x, f.feeds), valuesOf(right, f.feeds), 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});

test("law: gradients of random expressions agree with central differences", () => {
  fc.assert(
    fc.property(randomExpression, ({ scalar, input: x, feeds }) => {
      expectGradient(scalar, [x], feeds);
    }),
    { numRuns: 60 },
  );
});

test("what the scalar does not depend on has gradient 0", () => {
  const [x, y] = [input("x", [2, 3]), input("y", [2])];
  const [dy] = gradients(sum(x), [y]);
  expect(dy?.shape).toEqual([2]);
  expect(valuesOf(dy ?? y)).toEqual([0, 0]);
});

test("a value on the way can be a target", () => {
  const x = input("x", []);
  const inner = square(x);
  const [slope] = gradients(mul(inner, 3), [inner]);
  expect(valuesOf(slope ?? x, { x: [2] })).toEqual([3]);
});

test("a value used many times collects all of its gradients", () => {
  const x = input("x", []);
  const [slope] = gradients(mul(mul(x, x), add(x, x)), [x]);
  expect(valuesOf(slope ?? x, { x: [3] })).toEqual([54]);
});

test("nothing flows through a stopped gradient, and a rule of one's own is used", () => {
  const x = input("x", []);
  const [stopped, own] = [mul(x, stopGradient(x)), withGradient(square(x), [x], (dy) => [mul(dy, 100)])].map(
    (y) => gradients(y, [x])[0] ?? x,
  );
  expect(valuesOf(stopped ?? x, { x: [3] })).toEqual([3]);
  expect(valuesOf(own ?? x, { x: [3] })).toEqual([100]);
});

test("branches that no target needs are not differentiated", () => {
  const [x, y] = [input("x", [2]), input("y", [2])];
  const [slope] = gradients(sum(add(exp(x), exp(mul(y, 2)))), [x]);
  expect(topological([slope ?? x])).not.toContain(y);
});

test("deep graphs do not overflow the stack", () => {
  const x = input("x", []);
  let y: Tensor = x;
  for (let i = 0; i < 20000; i++) y = add(mul(y, 0.5), x);
  const [slope] = gradients(y, [x]);
  expect(valuesOf(slope ?? x, { x: [1] })[0]).toBeCloseTo(2, 12);
});

const composites: Readonly<Record<string, (x: Tensor, w: Tensor) => Tensor>> = {
  gelu: (x, w) => sum(gelu(matmul(x, w))),
  silu: (x, w) => sum(silu(matmul(x, w))),
  "a network": (x, w) => mean(square(tanh(affine(tanh(matmul(x, w)), w, constant([0.1, -0.2, 0.3]))))),
  "cross-entropy": (x, w) => sum(mul(logSoftmax(matmul(x, w)), constant([0, -1, 0, -0.5, 0, -0.5], [2, 3]))),
  normalization: (x, w) => {
    const h = matmul(x, w);
    const centred = sub(h, mean(h, [0], true));
    return sum(
      mul(
        div(centred, sqrt(add(mean(square(centred), [0], true), 0.1))),
        constant([1, 2, 3, 4, 5, 6], [2, 3]),
      ),
    );
  },
  "a logarithm of a sum": (x, w) => log(sum(exp(matmul(x, w)))),
};
const feeds = {
  x: [0.5, -1, 0.25, 1, 0.75, -0.5],
  w: [0.3, -0.2, 0.5, 0.1, 0.4, -0.6, -0.3, 0.2, 0.7],
};

test.each(Object.entries(composites))("%s: first and second derivatives", (_, build) => {
  const [x, w] = [input("x", [2, 3]), input("w", [3, 3])];
  const loss = build(x, w);
  expectGradient(loss, [x, w], feeds);
  const [dx = x, dw = w] = gradients(loss, [x, w]);
  // The gradient penalty, and a Hessian–vector product.
  expectGradient(sum(square(dx)), [x, w], feeds);
  expectGradient(sum(mul(dw, constant([1, -1, 2, 0, 3, 1, -2, 1, 0.5], [3, 3]))), [x, w], feeds);
});

describe("slices", () => {
  const x = input("x", [5, 2]);
  const parts = (ends: readonly number[]): Tensor[] =>
    ends.slice(1).map((to, i) => slice(x, 0, ends[i] as number, to));
  const total = (tensors: readonly Tensor[]): Tensor =>
    tensors.map((t, i) => sum(mul(mul(t, t), i + 1))).reduce((a, b) => add(a, b));
  const feeds = { x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };

  test("that fill a tensor give it one gradient joined of theirs", () => {
    const loss = total(parts([0, 2, 3, 5]).toReversed());
    const [dx] = gradients(loss, [x]);
    expect(dx?.op.name).toBe("concat");
    expect(dx?.shape).toEqual([5, 2]);
    expectGradient(loss, [x], feeds);
  });

  test("that leave a gap, overlap or have company are added up", () => {
    for (const tensors of [
      [slice(x, 0, 0, 2), slice(x, 0, 3, 5)],
      [slice(x, 0, 0, 3), slice(x, 0, 2, 5)],
      [slice(x, 0, 0, 2), slice(x, 1, 0, 1)],
      [...parts([0, 2, 5]), x],
      [...parts([0, 2, 5]), ...parts([0, 1, 5])],
    ])
      expectGradient(total(tensors), [x], feeds);
  });
});
