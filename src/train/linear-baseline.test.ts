import { expect, test } from "vitest";
import { blobs, phrases, slopes, striped, tinyPlan } from "../../test/tiny-runs.ts";
import type { Plan } from "./plan.ts";
import { type LinearBaseline, linearBaseline } from "./linear-baseline.ts";
import { predictionsOf, scoresBy } from "./scores.ts";

const scored = (plan: Plan) => {
  const baseline = linearBaseline(plan) as LinearBaseline;
  const { test: rows } = plan.rows;
  return { baseline, scores: scoresBy(plan.metrics, predictionsOf(plan, rows, baseline.predict(rows))) };
};

test("tells classes apart that lie apart, on rows that it has not seen", () => {
  const { baseline, scores } = scored(tinyPlan({}, blobs(600)));
  expect(baseline.title).toBe("Logistic regression");
  expect(baseline.rows).toBe(360);
  // What is best possible for these blobs is about 0.86.
  expect(scores["accuracy"]).toBeGreaterThan(0.8);
});

test("answers in the units of the target", () => {
  const { baseline, scores } = scored(tinyPlan({}, slopes(300)));
  expect(baseline.title).toBe("Ridge regression");
  // One target is nearly linear, the other a product of two columns, of which a linear model knows nothing.
  expect(scores["r2"]).toBeGreaterThan(0.44);
  expect(scores["r2"]).toBeLessThan(0.5);
});

test("rows of weight 0 are not learned from", () => {
  const plain = tinyPlan({}, blobs(600));
  const { train } = plain.rows;
  const isLeftOut = new Set(train.slice(0, 100));
  const weights = Float32Array.from({ length: 600 }, (_, row) => (isLeftOut.has(row) ? 0 : 1));
  const weighted = { ...plain, dataset: { ...plain.dataset, weights } };
  const fewer = { ...plain, rows: { ...plain.rows, train: train.slice(100) } };
  const rows = plain.rows.test;
  const [a, b] = [weighted, fewer].map((plan) => (linearBaseline(plan) as LinearBaseline).predict(rows));
  const difference = Math.max(...Array.from(a ?? [], (value, i) => Math.abs(value - (b?.[i] ?? 0))));
  expect(difference).toBeLessThan(2e-3);
});

test("knows images by their pixels", () => {
  const { baseline, scores } = scored(tinyPlan({}, striped(300)));
  expect(baseline.title).toBe("Logistic regression on pixels");
  expect(baseline.rows).toBe(180);
  // Of three classes.
  expect(scores["accuracy"]).toBeGreaterThan(0.9);
});

test("knows texts by their words, and not those of rows that it has not seen", () => {
  const { baseline, scores } = scored(tinyPlan({ model: { preset: "text-embedding" } }, phrases(120)));
  expect(baseline.title).toBe("Logistic regression on tf-idf");
  expect(scores["accuracy"]).toBe(1);
});

test("of too many rows some are drawn", () => {
  const plan = tinyPlan({}, striped(40_000));
  const { rows } = linearBaseline(plan) as LinearBaseline;
  expect(rows).toBeGreaterThan(200);
  expect(rows).toBeLessThan(plan.rows.train.length);
});
