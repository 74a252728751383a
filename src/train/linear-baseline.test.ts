import { expect, test } from "vitest";
import { blobs, phrases, slopes, striped, tinyPlan } from "../../test/tiny-runs.ts";
import type { Plan } from "./plan.ts";
import { exampleSource } from "./examples.ts";
import { linearBaseline } from "./linear-baseline.ts";
import { predictionsOf, scoresBy } from "./scores.ts";

const baselineOf = (plan: Plan) => linearBaseline(plan, exampleSource(plan).read);

const scored = async (plan: Plan) => {
  const baseline = await baselineOf(plan);
  const { test: rows } = plan.rows;
  return {
    baseline,
    scores: scoresBy(plan.metrics, predictionsOf(plan, rows, await baseline.predict(rows))),
  };
};

test("tells classes apart that lie apart, on rows that it has not seen", async () => {
  const { baseline, scores } = await scored(tinyPlan({}, blobs(600)));
  expect(baseline.title).toBe("Logistic regression");
  expect(baseline.rows).toBe(360);
  // What is best possible for these blobs is about 0.86.
  expect(scores["accuracy"]).toBeGreaterThan(0.8);
});

test("answers in the units of the target", async () => {
  const { baseline, scores } = await scored(tinyPlan({}, slopes(300)));
  expect(baseline.title).toBe("Ridge regression");
  // One target is nearly linear, the other a product of two columns, of which a linear model knows nothing.
  expect(scores["r2"]).toBeGreaterThan(0.44);
  expect(scores["r2"]).toBeLessThan(0.5);
});

test("rows of weight 0 are not learned from", async () => {
  const plain = tinyPlan({}, blobs(600));
  const { train } = plain.rows;
  const isLeftOut = new Set(train.slice(0, 100));
  const weights = Float32Array.from({ length: 600 }, (_, row) => (isLeftOut.has(row) ? 0 : 1));
  const weighted = { ...plain, dataset: { ...plain.dataset, weights } };
  const fewer = { ...plain, rows: { ...plain.rows, train: train.slice(100) } };
  const rows = plain.rows.test;
  const [a, b] = [await baselineOf(weighted), await baselineOf(fewer)];
  const other = await b.predict(rows);
  const differences = (await a.predict(rows)).map((value, i) => Math.abs(value - (other[i] as number)));
  const difference = Math.max(...differences);
  expect(difference).toBeLessThan(2e-3);
});

test("knows images by their pixels", async () => {
  const { baseline, scores } = await scored(tinyPlan({}, striped(300)));
  expect(baseline.title).toBe("Logistic regression on pixels");
  expect(baseline.rows).toBe(180);
  // Of three classes.
  expect(scores["accuracy"]).toBeGreaterThan(0.9);
});

test("knows texts by their words, and not those of rows that it has not seen", async () => {
  const { baseline, scores } = await scored(tinyPlan({ model: { preset: "text-embedding" } }, phrases(120)));
  expect(baseline.title).toBe("Logistic regression on tf-idf");
  expect(scores["accuracy"]).toBe(1);
});

test("knows numbers by the words of texts", async () => {
  const data = phrases(120);
  const { targets } = data;
  if (targets.kind !== "classes") throw new Error("classes are wanted");
  const values = Float32Array.from(targets.labels, (label, row) => 50 + 20 * label + (row % 2));
  const numbers = { ...data, targets: { kind: "numbers", values, columns: ["worth"] } } as const;
  const { baseline, scores } = await scored(tinyPlan({ model: { preset: "text-embedding" } }, numbers));
  expect(baseline.title).toBe("Ridge regression on tf-idf");
  expect(scores["r2"]).toBeGreaterThan(0.9);
});

test("of too many rows some are drawn, the same ones again", async () => {
  const plan = tinyPlan({}, blobs(170_000));
  const [one, other] = [await baselineOf(plan), await baselineOf(plan)];
  expect(one.rows).toBe(100_000);
  expect(plan.rows.train.length).toBeGreaterThan(one.rows);
  expect(await one.predict(plan.rows.test)).toEqual(await other.predict(plan.rows.test));
});
