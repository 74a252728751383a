import { expect, test } from "vitest";
import { striped, tinyPlan } from "../../../test/tiny-runs.ts";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { expectGradient } from "../../../test/finite-differences.ts";
import { seamsWith, weightOf } from "../../../test/lone-technique.ts";
import { add, constant, evaluate, input, matmul, square, sum, type Tensor } from "../../graph/index.ts";
import { dropConnect } from "../index.ts";

/** What the forward pass sees of a weight, for each of some examples where masks are theirs. */
function apply(weight: Tensor, rate: number, keep: readonly number[], examples?: number): Tensor {
  const parameter = { name: "dense1.weight", layer: "dense1", role: "weight", value: weight } as const;
  const tools = drawnTools({ keep: [keep], parameter: { ...parameter, ...(examples && { examples }) } });
  const params = { rate: constant(rate), perExample: examples !== undefined };
  return dropConnect.at.weights?.(weight, params, tools) ?? weight;
}
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("at rate 0.75 a kept weight counts four times", () => {
  expect(valuesOf(apply(constant([1, -2, 3, 4], [2, 2]), 0.75, [1, 1, 0, 0]))).toEqual([4, -8, 0, 0]);
});

test("with rate 0 it is the identity, bit for bit", () => {
  const weight = [0.1, -7, 1e-30];
  expect(valuesOf(apply(constant(weight, [3, 1]), 0, [1, 1, 1]))).toEqual(weight);
});

test("an example of its own mask has a view of its own of the weight", () => {
  const found = apply(constant([1, -2, 3, 4], [2, 2]), 0.5, [1, 0, 1, 1, 0, 0, 1, 0], 2);
  expect(found.shape).toEqual([2, 2, 2]);
  expect(valuesOf(found)).toEqual([2, -0, 6, 8, 0, -0, 6, 0]);
});

test("masks for each example are refused by weights that all examples share, before training", () => {
  const { value } = weightOf([2, 2]);
  const seams = seamsWith(dropConnect, { rate: 0.5, perExample: true });
  expect(() => seams.weights({ ...weightOf([2, 2]), value })).toThrow(/which all examples of a batch share/);
  const plan = (layers?: readonly string[]) =>
    tinyPlan(
      {
        model: { layers: ["conv", "flatten", "dense"] },
        regularizers: [{ use: "dropConnect", perExample: true, ...(layers && { layers }) }],
      },
      striped(20),
    );
  expect(() => plan()).toThrow(
    "dropConnect.perExample: got true for conv1.weight, which all examples of a batch share, expected weights of dense layers.",
  );
  expect(() => plan(["dense1", "output"])).not.toThrow();
  expect(seams.weights({ ...weightOf([2, 2]), value, examples: 3 }).shape).toEqual([3, 2, 2]);
});

test("the gradient of a weight is the sum over the examples that keep it", () => {
  const weight = input("w", [2, 1]);
  const view = apply(weight, 0.5, [1, 0, 1, 1, 0, 1], 3);
  expectGradient(sum(square(add(view, 1))), [weight], { w: [0.3, -0.7] });
});

// Wan et al. have mean q v·w and variance q (1 − q) Σ (v w)² at a share q kept; here kept weights count 1/q.
test("over all masks a unit's sum has the mean v·w and the variance (1 − q)/q Σ (v w)²", () => {
  const [v, w] = [
    [1, -2, 0.5, 3, 0.25],
    [0.3, 0.7, -1, 0.2, 2],
  ];
  const [keep, size] = [0.6, 5];
  const moments = [0, 0];
  for (let code = 0; code < 2 ** size; code++) {
    const bits = Array.from({ length: size }, (_, i) => (code >> i) & 1);
    const kept = bits.reduce((a, b) => a + b, 0);
    const weight = apply(constant(w as number[], [size, 1]), 1 - keep, bits);
    const [unit = NaN] = valuesOf(matmul(constant(v as number[], [1, size]), weight));
    const probability = keep ** kept * (1 - keep) ** (size - kept);
    moments[0] = (moments[0] as number) + probability * unit;
    moments[1] = (moments[1] as number) + probability * unit ** 2;
  }
  const terms = (v as number[]).map((x, i) => x * ((w as number[])[i] as number));
  const expected = terms.reduce((a, b) => a + b, 0);
  const [center = NaN, second = NaN] = moments;
  expect(center).toBeCloseTo(expected, 12);
  const squares = terms.reduce((total, term) => total + term ** 2, 0);
  expect(second - center ** 2).toBeCloseTo(((1 - keep) / keep) * squares, 12);
});

test.each([
  ["a mask for each example: their units vary apart", 2, () => 0],
  [
    "one mask: they vary together, by (1 − q)/q Σ v u w²",
    undefined,
    (q: number, sum: number) => ((1 - q) / q) * sum,
  ],
] as const)("over all masks, with %s", (_, examples, expected) => {
  const [v, u, w] = [
    [1, -2, 0.5],
    [0.4, 3, -1],
    [0.3, 0.7, -1],
  ] as const;
  const keep = 0.6;
  const size = examples ? 6 : 3;
  const dot = (x: readonly number[]): number =>
    x.reduce((total, value, i) => total + value * (w[i] as number), 0);
  let covariance = 0;
  for (let code = 0; code < 2 ** size; code++) {
    const bits = Array.from({ length: size }, (_bit, i) => (code >> i) & 1);
    const kept = bits.reduce((a, b) => a + b, 0);
    const views = valuesOf(apply(constant([...w], [3, 1]), 1 - keep, bits, examples));
    const [first, second] = [views.slice(0, 3), views.slice(-3)];
    const unit = (x: readonly number[], view: readonly number[]): number =>
      view.reduce((total, value, i) => total + value * (x[i] as number), 0);
    covariance +=
      keep ** kept * (1 - keep) ** (size - kept) * (unit(v, first) - dot(v)) * (unit(u, second) - dot(u));
  }
  const shared = v.reduce((total, value, i) => total + value * (u[i] as number) * (w[i] as number) ** 2, 0);
  expect(covariance).toBeCloseTo(expected(keep, shared), 12);
});

test("agrees with PyTorch on a linear layer", () => {
  const expected = goldenCase("dropConnect");
  const inputs = constant(expected["inputs"] as number[], [3, 4]);
  expectGolden(expected, (weight) => matmul(inputs, apply(weight, 0.35, expected["keep"] as number[])));
});
