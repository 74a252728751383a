import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { meanOverSigns } from "../../../test/signs.ts";
import { constant, evaluate, gradients, input, matmul, square, sub, sum } from "../../graph/index.ts";
import { weightNoise } from "../index.ts";

const sigma = 0.3;
const x = [1, -2, 0.5, 3];
const target = 0.7;
const w = [0.2, -0.1, 0.4, 0.05];

const weight = input("w", [4, 1]);
const noise = input("z", [4, 1]);
const tools = {
  ...drawnTools({ parameter: { name: "dense1.weight", layer: "dense1", role: "weight", value: weight } }),
  normal: () => noise,
};
const noisy = weightNoise.at.weights?.(weight, { sigma: constant(sigma) }, tools) ?? weight;
const squaredError = sum(square(sub(matmul(constant(x, [1, 4]), noisy), target)));

const lossWith = (z: readonly number[]): number => evaluate([squaredError], { w, z })[0]?.[0] ?? NaN;

test("σ 0.3 and the noise (1, −1, 0, 2) turn (0.2, −0.1, 0.4, 0.05) into (0.5, −0.4, 0.4, 0.65)", () => {
  const [found = []] = evaluate([noisy], { w, z: [1, -1, 0, 2] });
  expectClose(found, [0.5, -0.4, 0.4, 0.65], 1e-12);
});

test("on a linear unit its mean over the noise is the loss plus σ²‖x‖²", () => {
  const norm = x.reduce((total, value) => total + value ** 2, 0);
  expect(meanOverSigns(4, lossWith)).toBeCloseTo(lossWith([0, 0, 0, 0]) + sigma ** 2 * norm, 12);
});

test("the gradient is that at the noisy weights", () => {
  const z = [1, -1, 0, 2];
  const [slope = squaredError] = gradients(squaredError, [weight]);
  const clean = input("w", [4, 1]);
  const plain = sum(square(sub(matmul(constant(x, [1, 4]), clean), target)));
  const [there = plain] = gradients(plain, [clean]);
  const [found = []] = evaluate([slope], { w, z });
  const [expected = []] = evaluate([there], { w: w.map((value, i) => value + sigma * (z[i] as number)) });
  expectClose(found, expected, 1e-12);
});

test("with σ 0 the weights stay bit for bit", () => {
  const off = weightNoise.at.weights?.(weight, { sigma: constant(0) }, tools);
  expect(Array.from(evaluate([off ?? noise], { w, z: [1, -1, 3, 2] })[0] ?? [])).toEqual(w);
});
