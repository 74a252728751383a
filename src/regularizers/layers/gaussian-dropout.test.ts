import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { mean, stepKey } from "../../base/index.ts";
import { constant, evaluate, randomNormal, type Tensor } from "../../graph/index.ts";
import type { Tools } from "../../seams/index.ts";
import { gaussianDropout } from "../index.ts";

const apply = (h: Tensor, rate: number, normal: Tools["normal"]): Tensor =>
  gaussianDropout.at.layers?.(h, { rate: constant(rate) }, { ...drawnTools({}), normal }) ?? h;
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("at rate 0.8 the noise has standard deviation 2", () => {
  const found = apply(constant([3, 3, -1]), 0.8, () => constant([1, -1, 0.5]));
  expect(valuesOf(found)).toEqual([9, -3, -2].map((value) => expect.closeTo(value, 12)));
});

test("with rate 0 it is the identity, bit for bit", () => {
  const h = [0.1, -7, 1e-30];
  expect(valuesOf(apply(constant(h), 0, () => constant([1, -9, 3])))).toEqual(h);
});

test("it has the mean and the variance of dropout at the same rate", () => {
  const [rate, size] = [0.3, 20_000];
  const ones = constant(new Float64Array(size).fill(1), [size / 100, 100]);
  const key = constant(stepKey(4, "gaussian", 1), [], "int32");
  const found = valuesOf(apply(ones, rate, (shape) => randomNormal(key, shape)));
  const center = mean(found);
  const variance = mean(found.map((value) => (value - center) ** 2));
  // Dropout: 0 with probability p, else 1 / (1 − p): variance p / (1 − p). Five standard errors each.
  const expected = rate / (1 - rate);
  expect(Math.abs(center - 1)).toBeLessThan(5 * Math.sqrt(expected / size));
  expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / size));
});
