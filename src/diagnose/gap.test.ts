import { expect, test } from "vitest";
import type { History, Scores } from "../history/index.ts";
import { lossGap, metricGap } from "./gap.ts";

function historyOf(train: Scores, validation: Scores, rows: History["rows"]): History {
  const record = { step: 1, penalty: 0, objective: 0, running: { loss: 0 }, learningRate: 1, strengths: {} };
  return {
    task: "classification",
    classes: 2,
    rows,
    metrics: [{ id: "accuracy", title: "Accuracy", better: "higher" }],
    baselineLoss: 0.7,
    epochs: [{ ...record, epoch: 1, train, validation }],
  };
}

const train = { loss: 0.3, lossStandardError: 0.03, metrics: { accuracy: 56 / 70 } };
const validation = { loss: 0.5, lossStandardError: 0.04, metrics: { accuracy: 48 / 80 } };

test("the interval of two shares is Newcombe's (his table II, case a, method 10)", () => {
  const gap = metricGap(historyOf(train, validation, { train: 500, trainMeasured: 70, validation: 80 }));
  expect(gap?.size).toBeCloseTo(0.2, 12);
  expect(gap?.interval.low).toBeCloseTo(0.0524, 4);
  expect(gap?.interval.high).toBeCloseTo(0.3339, 4);
  expect(gap?.range).toBe(0.5);
});

test("scores that jump from epoch to epoch widen the interval", () => {
  const calm = historyOf(train, validation, { train: 70, trainMeasured: 70, validation: 80 });
  const of = (swing: number): History => ({
    ...calm,
    epochs: [0, 1, -1, 1, 1, -1, 0, -1, 1].flatMap((sign, i) =>
      calm.epochs.map((record) => ({
        ...record,
        epoch: i + 1,
        validation: { ...validation, metrics: { accuracy: 0.6 + sign * swing } },
      })),
    ),
  });
  const width = (swing: number): number => {
    const { low = 0, high = 0 } = metricGap(of(swing))?.interval ?? {};
    return high - low;
  };
  expect(width(0.1)).toBeGreaterThan(width(0) + 0.02);
});

test("a training score of all rows has no sampling error", () => {
  const all = historyOf(train, validation, { train: 70, trainMeasured: 70, validation: 80 });
  expect(metricGap(all)?.interval.low).toBeCloseTo(0.8 - 0.70042, 3);
  const gap = lossGap(all);
  expect(gap?.interval.low).toBeCloseTo(0.2 - 1.959964 * 0.04, 6);
  const part = lossGap(historyOf(train, validation, { train: 500, trainMeasured: 70, validation: 80 }));
  expect(part?.interval.high).toBeCloseTo(0.2 + 1.959964 * 0.05, 6);
});
