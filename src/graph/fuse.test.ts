import fc from "fast-check";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { randomExpression } from "../../test/random-expressions.ts";
import { evaluate } from "./evaluate.ts";
import { fuse } from "./fuse.ts";
import {
  add,
  constant,
  gradients,
  input,
  matmul,
  mean,
  mul,
  neg,
  reshape,
  share,
  sign,
  square,
  sub,
  sum,
  type Tensor,
} from "./index.ts";
import { sizeOf } from "./tensor.ts";
import { topological } from "./walk.ts";

const x = input("x", [4, 6]);
const dy = input("dy", [4, 5]);
const w = input("w", [6, 5]);
const v = input("v", [6, 5]);
const rate = input("rate", []);
const decay = input("decay", []);
const bias = input("bias", [5]);
const gradient = (): Tensor => matmul(x, dy, true, false);
const biasGradient = (): Tensor => sum(dy, [0]);

const updates: Record<string, () => Tensor> = {
  "gradient descent": () => sub(w, mul(rate, gradient())),
  "with the rate on the right": () => sub(w, mul(gradient(), rate)),
  "with weight decay": () => sub(w, mul(rate, add(gradient(), mul(decay, w)))),
  "with another penalty": () => sub(w, mul(rate, add(mul(v, v), gradient()))),
  "with a gradient that is scaled": () => sub(w, gradient()),
  "with weight decay that is scaled": () => sub(w, add(gradient(), mul(decay, w))),
  "with two penalties": () => sub(w, mul(rate, add(add(gradient(), sign(w)), mul(decay, w)))),
  "with decay beside it": () => sub(sub(w, mul(rate, gradient())), mul(w, mul(rate, decay))),
  "with decay twice": () => sub(sub(w, mul(rate, add(mul(decay, w), v))), mul(w, decay)),
  "of a gradient that is scaled twice": () => sub(w, mul(rate, mul(v, decay))),
  "of a gradient that is scaled by columns": () => sub(w, mul(rate, mul(v, bias))),
  "with shares of columns and of all": () =>
    sub(w, mul(rate, add(add(gradient(), mul(w, bias)), mul(decay, w)))),
  "with shares of columns and of rows": () =>
    sub(w, add(mul(w, bias), mul(reshape(sum(dy, [0]), [1, 5]), w))),
  "against signs": () => sub(w, mul(rate, sign(v))),
  "of a product with a scaled factor": () => sub(w, matmul(x, mul(dy, rate), true, false)),
  "of a masked product that is scaled": () => sub(w, mul(mul(gradient(), decay), v)),
  "a product with a scaled weight": () => matmul(x, mul(w, rate)),
  "a product with a scaled transposed weight": () => matmul(dy, mul(rate, w), false, true),
  "of a bias": () => sub(bias, biasGradient()),
  "of a bias with a penalty": () => sub(bias, add(biasGradient(), mul(decay, bias))),
  "of a bias with the rate": () => sub(bias, mul(rate, biasGradient())),
  "of a bias with momentum": () => add(mul(bias, 0.9), biasGradient()),
  "a sum of rows": () => biasGradient(),
  "a sum over two leading axes": () => sum(reshape(dy, [2, 2, 5]), [0, 1]),
  "a sum of rows with its axis kept": () => sum(dy, [0], true),
  "a loss": () => mean(neg(sum(mul(x, x), [1]))),
  "a mean of means": () => mean(mean(square(x), [1])),
  momentum: () => add(mul(v, 0.9), gradient()),
  "momentum, product first": () => add(gradient(), mul(v, 0.9)),
};

const feeds = (values: readonly number[]) => {
  const take = (shape: readonly number[], from: number) =>
    Array.from({ length: sizeOf(shape) }, (_, i) => values[(from + i) % values.length] as number);
  return {
    x: take(x.shape, 0),
    dy: take(dy.shape, 5),
    bias: take(bias.shape, 8),
    w: take(w.shape, 11),
    v: take(v.shape, 3),
    rate: [values[1] as number],
    decay: [values[2] as number],
  };
};

// Signs of numbers that are all but 0 count as rounding.
const double = fc
  .double({ min: -2, max: 2, noNaN: true })
  .map((value) => (Math.abs(value) < 1e-25 ? 0 : value));
const numbers = fc.array(double, { minLength: 7, maxLength: 31 });

test.each(Object.entries(updates))("%s keeps its values", (_, build) => {
  const root = build();
  fc.assert(
    fc.property(numbers, (values) => {
      const [before, after] = [root, ...fuse([root])].map((t) => evaluate([t], feeds(values))[0]);
      before?.forEach((value, i) => expect(after?.[i]).toBeCloseTo(value, 10));
    }),
    { numRuns: 20 },
  );
});

test("law: random expressions and their gradients keep their values", () => {
  fc.assert(
    fc.property(randomExpression, ({ scalar, input: of, feeds: given }) => {
      const roots = share([scalar, ...gradients(scalar, [of])]);
      const after = evaluate(fuse(roots), given);
      evaluate(roots, given).forEach((values, i) => expectClose(after[i] ?? [], values, 1e-10));
    }),
    { numRuns: 60 },
  );
});

const kinds = (root: Tensor): string[] =>
  topological([root])
    .map(({ op }) => op.name)
    .filter((name) => name !== "input" && name !== "constant");

test("gradient descent is one product that scales its smaller factor", () => {
  const [root] = fuse([sub(w, mul(rate, gradient()))]) as [Tensor];
  expect(kinds(root)).toEqual(["mul", "affine"]);
  expect(root.sources[1]).toMatchObject({ shape: dy.shape });
});

test("weight decay scales the weight once", () => {
  const [root] = fuse([sub(w, mul(rate, add(gradient(), mul(decay, w))))]) as [Tensor];
  expect(kinds(root).toSorted()).toEqual(["affine", "mul", "mul", "mul", "sub"]);
  const passes = topological([root]).filter(({ op, shape }) => op.name !== "input" && sizeOf(shape) === 30);
  expect(passes.map(({ op }) => op.name)).toEqual(["mul", "affine"]);
});

const passesOver = (root: Tensor, numbers: number): string[] =>
  topological([root])
    .filter(({ op, shape }) => op.name !== "input" && sizeOf(shape) === numbers)
    .map(({ op }) => op.name);

test("decay beside the update scales the weight before the product takes it in", () => {
  const [root] = fuse([sub(sub(w, mul(rate, gradient())), mul(w, mul(rate, decay)))]) as [Tensor];
  expect(passesOver(root, 30)).toEqual(["mul", "affine"]);
});

test("a scaled factor of a product hands its scalar to the smaller one", () => {
  const few = input("few", [2, 6]);
  const [root] = fuse([matmul(few, mul(w, rate))]) as [Tensor];
  expect(root.sources[0]).toMatchObject({ op: { name: "mul" }, shape: few.shape });
  expect(root.sources[1]).toBe(w);
});

test("a scaled product scales its smaller factor", () => {
  const [root] = fuse([mul(v, mul(gradient(), rate))]) as [Tensor];
  expect(passesOver(root, 30)).toEqual(["matmul", "mul"]);
});

test("small factors meet before the large tensor", () => {
  const [root] = fuse([sub(w, mul(rate, mul(v, bias)))]) as [Tensor];
  expect(passesOver(root, 30)).toEqual(["mul", "sub"]);
});

test("a scaled sign is a steep line cut off, exact for every normal number", () => {
  const [root] = fuse([mul(rate, sign(v))]) as [Tensor];
  expect(passesOver(root, 30)).toEqual(["mul", "clip"]);
  const values = [3, -2, 0, 2 ** -126, -(2 ** -126), 1e30];
  const take = Array.from({ length: 30 }, (_, i) => values[i % 6] as number);
  for (const scalar of [0.3, -0.3, 0, 1e-20, 3.9])
    expect(evaluate([root], { rate: [scalar], v: take })[0]?.map((value) => value + 0)).toEqual(
      Float64Array.from(take, (value) => scalar * Math.sign(value) + 0),
    );
});

test("a product that others need is left alone", () => {
  const shared = gradient();
  const roots = [sub(w, mul(rate, shared)), shared];
  expect(fuse(roots)).toEqual(roots);
});

test("a product smaller than its factors is left alone", () => {
  const narrow = matmul(input("a", [2, 50]), input("b", [50, 2]));
  const root = sub(constant([1, 2, 3, 4], [2, 2]), mul(rate, narrow));
  expect(fuse([root])).toEqual([root]);
});

test("a large factor is transposed once, before the product", () => {
  const product = matmul(input("large", [64, 300]), input("other", [64, 256]), true, false);
  const [root] = fuse([product]) as [Tensor];
  expect(kinds(root)).toEqual(["transpose", "matmul"]);
  expect(root).toMatchObject({ shape: [300, 256], attributes: { transposeA: false } });
  const values = {
    large: Array.from({ length: 64 * 300 }, (_, i) => Math.sin(i)),
    other: Array.from({ length: 64 * 256 }, (_, i) => Math.cos(i)),
  };
  const [before, after] = [product, root].map((t) => evaluate([t], values)[0]);
  expect(after).toEqual(before);
});

test("a scaled gradient goes into the product of the update", () => {
  const [root] = fuse([sub(w, gradient())]) as [Tensor];
  expect(kinds(root)).toEqual(["affine"]);
});

test("a bias is updated by the product of a row of −1 with the gradients of the rows", () => {
  const [root] = fuse([sub(bias, biasGradient())]) as [Tensor];
  expect(kinds(root)).toEqual(["affine", "reshape"]);
});

test("sums, signs and constant factors that end in a scalar are one sum and one factor", () => {
  const [root] = fuse([mean(neg(sum(mul(x, x), [1])))]) as [Tensor];
  expect(kinds(root)).toEqual(["mul", "sum", "mul"]);
});

test("a sum that is recorded on its own stays, and what follows starts from it", () => {
  const perRow = sum(mul(x, x), [1]);
  const [total, rows] = fuse([mean(neg(perRow)), perRow]) as [Tensor, Tensor];
  expect(topological([total])).toContain(rows);
});
