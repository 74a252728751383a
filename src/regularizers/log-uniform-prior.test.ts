import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { constant, evaluate, gradients, input, mul, sum, type Tensor } from "../graph/index.ts";
import { kingmaDivergence, molchanovDivergence, sparseDivergence } from "./log-uniform-prior.ts";

const valuesOf = (t: Tensor, feeds: Record<string, readonly number[]> = {}): number[] =>
  Array.from(evaluate([t], feeds)[0] ?? []);

/** The mean of log |ε| of a normal ε, by the trapezoid rule over t = log |ε|. */
function meanLog(mean: number, deviation: number): number {
  const density = (x: number): number =>
    Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
  const step = Math.min(0.01, deviation / 20);
  const to = Math.log(Math.abs(mean) + 12 * deviation);
  let total = 0;
  for (let t = -30; t < to; t += step)
    total += t * Math.exp(t) * (density(Math.exp(t)) + density(-Math.exp(t)));
  return total * step;
}

/** The divergence, less that of infinitely much noise. */
const integrated = (logAlpha: number): number =>
  meanLog(1, Math.exp(logAlpha / 2)) - logAlpha / 2 - meanLog(0, 1);

const grid = (from: number, to: number): number[] =>
  Array.from({ length: Math.round((to - from) / 0.25) + 1 }, (_, i) => from + i / 4);

test("Molchanov's approximation is within 0.0094 of the integral for log α from −8 to 8", () => {
  const logAlphas = grid(-8, 8);
  const found = valuesOf(molchanovDivergence(constant(logAlphas, [logAlphas.length])));
  const errors = logAlphas.map((logAlpha, i) => Math.abs((found[i] as number) - integrated(logAlpha)));
  expect(Math.max(...errors)).toBeLessThan(0.0094);
  // It is no better than they say either.
  expect(Math.max(...errors)).toBeGreaterThan(0.005);
});

test("Kingma's cubic is within 0.05 of the integral for α of at most 1", () => {
  const logAlphas = grid(-8, 0);
  const found = valuesOf(kingmaDivergence(constant(logAlphas, [logAlphas.length])));
  const errors = logAlphas.map((logAlpha, i) => Math.abs((found[i] as number) - integrated(logAlpha)));
  expect(Math.max(...errors)).toBeLessThan(0.05);
});

test("at log α = 0 Molchanov's divergence is 0.63576 (1 − σ(1.8732)) + log(2) / 2", () => {
  const expected = 0.63576 * (1 - 1 / (1 + Math.exp(-1.8732))) + Math.log(2) / 2;
  expect(valuesOf(molchanovDivergence(constant([0], [1])))[0]).toBeCloseTo(expected, 12);
});

test("beyond ±8 log α counts as ±8, and nothing pulls it", () => {
  const logAlpha = input("logAlpha", [4]);
  const divergence = molchanovDivergence(logAlpha);
  const at = { logAlpha: [-20, -8, 8, 20] };
  const [lowest, low, high, highest] = valuesOf(divergence, at);
  expect([lowest, highest]).toEqual([low, high]);
  const [slope = divergence] = gradients(sum(divergence), [logAlpha]);
  expect(valuesOf(slope, { logAlpha: [-20, -9, 9, 20] })).toEqual(
    [0, 0, 0, 0].map((zero) => expect.closeTo(zero)),
  );
});

test("the gradients of all three agree with finite differences", () => {
  const logAlpha = input("logAlpha", [5]);
  for (const divergence of [molchanovDivergence, kingmaDivergence])
    expectGradient(sum(divergence(logAlpha)), [logAlpha], { logAlpha: [-5, -2, -0.3, -0.01, -7.5] });
  const [weight, logVariance] = [input("weight", [4]), input("logVariance", [4])];
  expectGradient(mul(sparseDivergence(weight, logVariance), 3), [weight, logVariance], {
    weight: [0.5, -0.2, 2, -0.05],
    logVariance: [-3, -1, 0.5, -8],
  });
});

test("at a weight of 0 the gradients are finite", () => {
  const [weight, logVariance] = [input("weight", [3]), input("logVariance", [3])];
  const slopes = gradients(sparseDivergence(weight, logVariance), [weight, logVariance]);
  for (const slope of slopes) {
    const found = valuesOf(slope, { weight: [0, 0, 1e-20], logVariance: [-10, 0, -18] });
    expect(found.every(Number.isFinite)).toBe(true);
  }
});
