import { describe, expect, test } from "vitest";
import { advantageOf, learnedText, signOf } from "./advantage.ts";
import type { FoundPredictions } from "./scores.ts";

/** Predictions of two classes that are as sure as can be. */
const sure = (predicted: readonly number[], labels: readonly number[]): FoundPredictions => ({
  rows: labels.length,
  classes: 2,
  probabilities: Float32Array.from(predicted.flatMap((k) => [1 - k, k])),
  labels: Int32Array.from(labels),
});

const numbers = (predicted: readonly number[], actual: readonly number[]): FoundPredictions => ({
  rows: actual.length,
  outputs: 1,
  predicted: Float32Array.from(predicted),
  actual: Float32Array.from(actual),
});

describe("advantageOf", () => {
  test("of classes is a mean over the rows, with its standard error", () => {
    const labels = [1, 1, 1, 0];
    const { mean, standardError } = advantageOf(sure([1, 1, 1, 1], labels), sure([0, 0, 0, 0], labels));
    // Gains 1, 1, 1, −1.
    expect(mean).toBe(0.5);
    expect(standardError).toBeCloseTo(Math.sqrt(3 * 0.25 + 2.25) / 4, 12);
  });

  test("of numbers is the squared error that is saved", () => {
    const { mean } = advantageOf(numbers([1, 2], [1, 4]), numbers([0, 0], [1, 4]));
    expect(mean).toBe((1 + 16 - 4) / 2);
  });

  test("counts rows by their weights", () => {
    const labels = [1, 0];
    const own = { ...sure([1, 1], labels), weights: Float32Array.of(3, 1) };
    expect(advantageOf(own, sure([0, 0], labels)).mean).toBe(0.5);
  });
});

test("a difference counts from two standard errors on", () => {
  expect(signOf({ mean: 0.3, standardError: 0.1 })).toBe(1);
  expect(signOf({ mean: -0.3, standardError: 0.1 })).toBe(-1);
  expect(signOf({ mean: 0.1, standardError: 0.1 })).toBe(0);
  expect(signOf({ mean: 0, standardError: 0 })).toBe(0);
});

describe("learnedText", () => {
  const clear = { mean: 0.3, standardError: 0.01 };
  const none = { mean: 0, standardError: 0.01 };
  const facts = { part: "test" as const, rows: 1000, always: '"no"' };

  test.each([
    [
      "better than both",
      { constant: clear, linear: clear },
      /clearly better than always answering "no", and than a linear/,
    ],
    [
      "as a linear model",
      { constant: clear, linear: none },
      /from a linear model it differs by no more than chance/,
    ],
    [
      "worse than a linear model",
      { constant: clear, linear: { mean: -0.3, standardError: 0.01 } },
      /a linear model is clearly better still/,
    ],
    [
      "better than a linear model of some rows",
      { constant: clear, linear: clear, linearRows: 1275 },
      /and than a linear model of 1,275 training rows\.$/,
    ],
    [
      "nothing",
      { constant: none, linear: none },
      /On the 1,000 test rows .* not measurably better .*: nothing shows/,
    ],
    [
      "nothing by accuracy, though classes are told apart",
      { constant: none, linear: none, balanced: { value: 0.7, standardError: 0.02, guess: 0.5 } },
      /tells the classes apart all the same: its balanced accuracy is 0.700/,
    ],
    [
      "nothing where the balanced accuracy is that of chance",
      { constant: none, linear: none, balanced: { value: 0.52, standardError: 0.02, guess: 0.5 } },
      /nothing shows/,
    ],
  ])("%s", (_, compared, text) => {
    expect(learnedText({ ...facts, ...compared })).toMatch(text);
  });
});
