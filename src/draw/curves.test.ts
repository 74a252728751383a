import { expect, test } from "vitest";
import { healthyHistory, overfittingHistory, unvalidatedHistory } from "../../test/samples/histories.ts";
import { gapCurve, lossCurves, metricCurves } from "./curves.ts";
import { shareScale } from "./figure.ts";

test("loss curves hold both losses, the error band and the marked epochs", () => {
  const history = overfittingHistory();
  const figure = lossCurves(history, { bestEpoch: 15, onset: 18 });
  const tenth = history.epochs[9];
  expect(figure.series.map(({ name }) => name)).toEqual(["training", "validation"]);
  expect(figure.series[0]?.points[9]).toEqual([10, tenth?.train.loss]);
  const loss = tenth?.validation?.loss ?? Number.NaN;
  expect(figure.series[1]?.points[9]).toEqual([10, loss]);
  expect(figure.series[1]?.band?.[9]).toEqual([10, loss - 0.03, loss + 0.03]);
  expect(figure.marks).toEqual([
    { kind: "best", x: 15, y: history.epochs[14]?.validation?.loss, label: "best epoch 15" },
    { kind: "onset", x: 18, label: "onset epoch 18" },
  ]);
});

test("metric curves carry the metric's name and its better direction", () => {
  const figure = metricCurves(healthyHistory(), "accuracy");
  expect(figure.yLabel).toBe("Accuracy");
  expect(figure.note).toBe("Higher is better.");
  expect(figure.series[1]?.points).toHaveLength(30);
});

test("the gap is validation minus training, with both errors", () => {
  const { train, validation } = healthyHistory().epochs[4] ?? {};
  const figure = gapCurve(healthyHistory());
  const gap = (validation?.loss ?? 0) - (train?.loss ?? 0);
  expect(figure.series[0]?.points[4]).toEqual([5, gap]);
  expect(figure.series[0]?.band?.[4]?.[2]).toBeCloseTo(gap + Math.hypot(0.002, 0.03), 12);
});

test("without validation there is one line and no band", () => {
  const figure = lossCurves(unvalidatedHistory());
  expect(figure.title).toBe("Loss on training data");
  expect(figure.series.map(({ name, band }) => [name, band])).toEqual([["training", undefined]]);
  expect(figure.note).not.toContain("band");
});

test("figures that share their scale reach the same values", () => {
  const [a, b] = shareScale([lossCurves(overfittingHistory()), lossCurves(healthyHistory())]);
  expect(a?.yDomain).toEqual(b?.yDomain);
  expect(a?.yDomain?.[1]).toBeGreaterThan(2.5);
});
