import { expect, test } from "vitest";
import { expectClose, expectGradient } from "../../../test/finite-differences.ts";
import { seamsWith } from "../../../test/lone-technique.ts";
import { constant, evaluate, gradients, input, mul, sub, sum, type Tensor } from "../../graph/index.ts";
import { type ModelParameter, type StepSeams } from "../../seams/index.ts";
import { l2 } from "../index.ts";

type Convention = "sum" | "half" | "halfMean" | "decoupled";

const [lambda, n, learningRate] = [2, 5, 0.1];
const weight: ModelParameter = {
  name: "dense1.weight",
  layer: "dense1",
  role: "weight",
  value: input("w", [2, 2]),
};
const bias: ModelParameter = { name: "dense1.bias", layer: "dense1", role: "bias", value: input("b", [2]) };
const feeds = { w: [1, 2, -3, 4], b: [100, 100] };

const seamsOf = (convention: Convention): StepSeams => seamsWith(l2, { lambda, convention });

const valueOf = (t: Tensor): number[] => Array.from(evaluate([t], feeds)[0] ?? []);

test.each([
  ["sum", 2 * 30],
  ["half", 30],
  ["halfMean", (2 / 10) * 30],
  ["decoupled", 0],
] as const)(
  "%s: the penalty of Σ w² = 30 with λ = 2 and n = 5 is %d; biases are free",
  (convention, expected) => {
    expect(valueOf(seamsOf(convention).penalty([weight, bias]))[0]).toBeCloseTo(expected, 12);
  },
);

test.each(["sum", "half", "halfMean"] as const)(
  "%s: the gradient is right, and its derivative",
  (convention) => {
    const penalty = seamsOf(convention).penalty([weight]);
    expectGradient(penalty, [weight.value], feeds);
    const [slope = penalty] = gradients(penalty, [weight.value]);
    expectGradient(sum(mul(slope, slope)), [weight.value], feeds);
  },
);

test("strength is a live value, so the penalty has a derivative by it", () => {
  const strength = input("lambda", []);
  const penalty = l2.at.loss?.([weight], { lambda: strength, convention: "half" }, {} as never) ?? strength;
  expectGradient(penalty, [strength], { ...feeds, lambda: [2] });
});

/** Plain SGD on a data loss with gradient `data`, under a convention. */
function updated(convention: Convention, data: Tensor): number[] {
  const seams = seamsOf(convention);
  const [slope = data] = gradients(seams.penalty([weight, bias]), [weight.value]);
  const total = convention === "decoupled" ? data : sub(slope, mul(data, -1));
  return valueOf(seams.update(weight, sub(weight.value, mul(total, learningRate))));
}

test.each([
  ["sum", 2 * lambda],
  ["half", lambda],
  ["halfMean", lambda / n],
  ["decoupled", lambda],
] as const)("%s: an SGD update is (1 − η·%d) w − η g", (convention, decay) => {
  const data = [0.5, -1, 2, 0];
  const expected = feeds.w.map((w, i) => (1 - learningRate * decay) * w - learningRate * (data[i] ?? 0));
  expectClose(updated(convention, constant(data, [2, 2])), expected, 1e-12);
});

test("a strength of 0 changes nothing, in every convention", () => {
  for (const convention of ["sum", "half", "halfMean", "decoupled"] as const) {
    const off = { lambda: constant(0), convention };
    const tools = {
      trainingRows: constant(n),
      learningRate: constant(learningRate),
      parameter: weight,
    } as never;
    const after = constant([1, 2, 3, 4], [2, 2]);
    const change = { before: weight.value, after };
    expect(valueOf(l2.at.loss?.([weight], off, tools) ?? after)).toEqual([0]);
    expect(valueOf(l2.at.update?.(change, off, tools) ?? weight.value)).toEqual([1, 2, 3, 4]);
  }
});
