import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { accuracy, f1Macro, metrics, r2 } from "./index.ts";

interface Case {
  readonly name: string;
  readonly rows: number;
  readonly scores: Readonly<Record<string, number>>;
}
interface Golden {
  readonly classification: readonly (Case & {
    classes: number;
    probabilities: number[];
    labels: number[];
  })[];
  readonly regression: readonly (Case & {
    outputs: number;
    predicted: number[];
    actual: number[];
  })[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../test/golden/metrics.json", import.meta.url), "utf8"),
) as Golden;

const ofClassification = [metrics.accuracy, metrics.f1Macro];
const ofRegression = [metrics.mse, metrics.mae, metrics.r2];

describe("metrics agree with scikit-learn", () => {
  test.each(golden.classification)("classification: $name", (example) => {
    const { rows, classes } = example;
    const predictions = {
      rows,
      classes,
      probabilities: Float32Array.from(example.probabilities),
      labels: Int32Array.from(example.labels),
    };
    const scores = Object.fromEntries(
      ofClassification.map((metric) => [metric.id, metric.compute(predictions)]),
    );
    expectClose(scores, example.scores);
  });

  test.each(golden.regression)("regression: $name", (example) => {
    const { rows, outputs } = example;
    const predictions = {
      rows,
      outputs,
      predicted: Float32Array.from(example.predicted),
      actual: Float32Array.from(example.actual),
    };
    const scores = Object.fromEntries(ofRegression.map((metric) => [metric.id, metric.compute(predictions)]));
    expectClose(scores, example.scores);
  });
});

function expectClose(scores: Record<string, number>, expected: Readonly<Record<string, number>>): void {
  expect(Object.keys(scores).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [id, value] of Object.entries(expected)) {
    expect(Math.abs((scores[id] ?? Number.NaN) - value), id).toBeLessThan(
      1e-6 * Math.max(1, Math.abs(value)),
    );
  }
}

test("no rows give NaN", () => {
  const none = {
    rows: 0,
    classes: 2,
    probabilities: new Float32Array(0),
    labels: new Int32Array(0),
  };
  expect(accuracy.compute(none)).toBeNaN();
  expect(f1Macro.compute(none)).toBeNaN();
  const one = { rows: 1, outputs: 1, predicted: Float32Array.of(1), actual: Float32Array.of(1) };
  expect(r2.compute(one)).toBeNaN();
});

test("every metric is listed under its id", () => {
  for (const [id, metric] of Object.entries(metrics)) expect(metric.id).toBe(id);
  expect(Object.keys(metrics)).toHaveLength(ofClassification.length + ofRegression.length);
});
