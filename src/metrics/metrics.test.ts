import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  accuracy,
  type ClassificationPredictions,
  classScores,
  confusion,
  f1Macro,
  type Metric,
  metrics,
  r2,
  type RegressionPredictions,
  top5Accuracy,
} from "./index.ts";

interface Case {
  readonly name: string;
  readonly rows: number;
  /** Null where there is nothing to measure. */
  readonly scores: Readonly<Record<string, number | null>>;
  readonly weights?: readonly number[];
}
interface Golden {
  readonly classification: readonly (Case & {
    classes: number;
    positive?: number;
    probabilities: number[];
    labels: number[];
    confusion: number[];
    byClass: Readonly<Record<"precision" | "recall" | "f1", number[]>>;
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

const all = Object.values<Metric>(metrics);
const weightsOf = ({ weights }: Case) => (weights ? { weights: Float32Array.from(weights) } : {});

const scoresOf = (
  task: Metric["task"],
  predictions: ClassificationPredictions | RegressionPredictions,
): Record<string, number> =>
  Object.fromEntries(
    all
      .filter((metric) => metric.task === task)
      .filter(
        ({ leastClasses = 0, mostClasses = Infinity }) =>
          !("classes" in predictions) ||
          (predictions.classes >= leastClasses && predictions.classes <= mostClasses),
      )
      .map(({ id, compute }) => [id, compute(predictions as never)]),
  );

describe("metrics agree with scikit-learn", () => {
  test.each(golden.classification)("classification: $name", (example) => {
    const { rows, classes } = example;
    const predictions = {
      rows,
      classes,
      probabilities: Float32Array.from(example.probabilities),
      labels: Int32Array.from(example.labels),
      ...weightsOf(example),
      ...(example.positive !== undefined && { positive: example.positive }),
    };
    expectClose(scoresOf("classification", predictions), example.scores);
    confusion(predictions)
      .flat()
      .forEach((count, i) => expect(count).toBeCloseTo(example.confusion[i] as number, 5));
    const byClass: Readonly<Record<string, readonly number[]>> = { ...classScores(predictions) };
    for (const [key, values] of Object.entries(byClass))
      expectClose(
        Object.fromEntries(values.entries()),
        Object.fromEntries(example.byClass[key as "f1"].entries()),
      );
  });

  test.each(golden.regression)("regression: $name", (example) => {
    const { rows, outputs } = example;
    const predictions = {
      rows,
      outputs,
      predicted: Float32Array.from(example.predicted),
      actual: Float32Array.from(example.actual),
      ...weightsOf(example),
    };
    expectClose(scoresOf("regression", predictions), example.scores);
  });
});

function expectClose(
  scores: Record<string, number>,
  expected: Readonly<Record<string, number | null>>,
): void {
  expect(Object.keys(scores).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [id, value] of Object.entries(expected)) {
    if (value === null) {
      expect(scores[id], id).toBeNaN();
      continue;
    }
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

test("probabilities that are no numbers give no area", () => {
  const broken = {
    rows: 2,
    classes: 2,
    probabilities: new Float32Array(4).fill(NaN),
    labels: Int32Array.of(0, 1),
  };
  expect(scoresOf("classification", broken)["rocAuc"]).toBeNaN();
});

test("of equal probabilities the first classes are the five most probable", () => {
  const even = (label: number) => ({
    rows: 1,
    classes: 7,
    probabilities: new Float32Array(7).fill(1 / 7),
    labels: Int32Array.of(label),
  });
  expect(top5Accuracy.compute(even(4))).toBe(1);
  expect(top5Accuracy.compute(even(5))).toBe(0);
});

test("every metric is listed under its id", () => {
  for (const [id, metric] of Object.entries(metrics)) expect(metric.id).toBe(id);
});
