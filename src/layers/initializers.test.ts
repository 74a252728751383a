import { expect, test } from "vitest";
import { mean, standardDeviation, stream } from "../base/index.ts";
import { type InitializerId, initializers, ones, zeros } from "./index.ts";

const [inputs, outputs] = [300, 200];
const draws = (id: InitializerId, part: "weight" | "bias"): Float32Array =>
  initializers[id][part](part === "weight" ? [inputs, outputs] : [20000], stream(1, id, part));

test.each([
  ["he", Math.sqrt(2 / inputs)],
  ["glorot", Math.sqrt(2 / (inputs + outputs))],
  ["lecun", Math.sqrt(1 / inputs)],
  ["nielsen", Math.sqrt(1 / inputs)],
  ["large", 1],
] as const)("%s weights have mean 0 and deviation %f", (id, deviation) => {
  const weights = draws(id, "weight");
  // Five standard errors of the mean, and of the deviation, over 60,000 draws.
  expect(Math.abs(mean(weights)) / deviation).toBeLessThan(5 / Math.sqrt(60000));
  expect(Math.abs(standardDeviation(weights) / deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * 60000));
});

test("Glorot's weights are uniform: none is beyond its limit, and some come near it", () => {
  const limit = Math.sqrt(6 / (inputs + outputs));
  const largest = draws("glorot", "weight").reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expect(largest / limit).toBeLessThanOrEqual(1);
  expect(largest / limit).toBeGreaterThan(0.999);
});

test("biases start at 0, but Nielsen's from a standard normal", () => {
  for (const id of ["he", "glorot", "lecun"] as const)
    expect(draws(id, "bias").every((b) => b === 0)).toBe(true);
  for (const id of ["nielsen", "large"] as const)
    expect(Math.abs(standardDeviation(draws(id, "bias")) - 1)).toBeLessThan(0.03);
});

test("the same stream gives the same weights", () => {
  expect(draws("he", "weight")).toEqual(draws("he", "weight"));
});

test("zeros and ones fill the shape", () => {
  expect(zeros([2, 2], stream(1))).toEqual(new Float32Array(4));
  expect(ones([3], stream(1))).toEqual(new Float32Array([1, 1, 1]));
});
