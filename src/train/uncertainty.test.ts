import { expect, test } from "vitest";
import {
  classLikelihood,
  classUncertainty,
  deviationOf,
  likeliestNoise,
  numberLikelihood,
} from "./uncertainty.ts";

const passes = (...each: number[][]): Float32Array[] => each.map((values) => Float32Array.from(values));

test("two passes that are sure of different classes: log 2 of entropy, all of it mutual information", () => {
  const { entropy, mutualInformation } = classUncertainty(passes([1, 0, 0.5, 0.5], [0, 1, 0.5, 0.5]), 2);
  expect(entropy).toEqual([expect.closeTo(Math.log(2), 6), expect.closeTo(Math.log(2), 6)]);
  expect(mutualInformation).toEqual([expect.closeTo(Math.log(2), 6), expect.closeTo(0, 6)]);
});

test("the likelihood of classes is that of the mean of the passes", () => {
  const found = classLikelihood(passes([0.9, 0.1], [0.5, 0.5]), Int32Array.of(0));
  expect(found).toBeCloseTo(Math.log(0.7), 6);
});

test("the passes 1 and 3 deviate by 1", () => expect(Array.from(deviationOf(passes([1], [3])))).toEqual([1]));

test("the density of 0 between passes of 1 and −1 with noise 1 is that of 1", () => {
  const found = numberLikelihood({ actual: [0], passes: [[1], [-1]] }, 1);
  expect(found).toBeCloseTo(-0.5 - 0.5 * Math.log(2 * Math.PI), 12);
});

test("with one pass the likeliest noise is the root of the mean squared error", () => {
  expect(likeliestNoise({ actual: [1, -2, 2], passes: [[0, 0, 0]] })).toBeCloseTo(Math.sqrt(3), 3);
});
