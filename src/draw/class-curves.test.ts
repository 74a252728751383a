import { expect, test } from "vitest";
import { healthyHistory } from "../../test/samples/histories.ts";
import type { ClassMetric, History } from "../history/index.ts";
import { classCurves } from "./class-curves.ts";

/** F1 of class k after the last epoch: 0.9, 0.8, 0.7 … */
function withClasses(count: number): History {
  const history = healthyHistory(10);
  const classMetrics = Array.from(
    { length: count },
    (_, k): ClassMetric => ({ id: `f1.${k}`, className: `c${k}`, score: "f1" }),
  );
  const scores = Object.fromEntries(classMetrics.map(({ id }, k) => [id, 0.9 - k / 10]));
  const epochs = history.epochs.map((record) => ({
    ...record,
    ...(record.validation && {
      validation: { ...record.validation, metrics: { ...record.validation.metrics, ...scores } },
    }),
  }));
  return { ...history, classMetrics, epochs };
}

test("the classes that end lowest are drawn, the lowest first, and the note says which", () => {
  const figure = classCurves(withClasses(6));
  expect(figure?.series.map(({ name }) => name)).toEqual(["c5", "c4", "c3", "c2"]);
  expect(figure?.note).toBe("The 4 of 6 classes that end lowest. Higher is better.");
  expect(classCurves(withClasses(3))?.note).toBe("Higher is better.");
});

test("without scores of classes there is no figure", () => {
  expect(classCurves(healthyHistory())).toBeUndefined();
  expect(classCurves(withClasses(1))).toBeUndefined();
});
