import { expect, test } from "vitest";
import { blobs, freshRun, slopes, tinyPlan } from "../../test/tiny-runs.ts";
import type { Dataset } from "../data/index.ts";
import { createEngine } from "./engine.ts";
import { type KeptScores, type PartScores, keptScores } from "./kept-scores.ts";
import { scoresOf } from "./scores.ts";

/** Classes of 1, 1 and 4 parts. */
function skewed(): Dataset {
  const data = blobs(120);
  const labels = Int32Array.from({ length: 120 }, (_, row) => Math.min(2, row % 6));
  return { ...data, targets: { kind: "classes", labels, classes: ["a", "b", "c"] } };
}

async function measured(dataset: Dataset) {
  const plan = tinyPlan({ split: { validation: 0.3, test: 0.2 } }, dataset);
  const engine = await createEngine(plan);
  const { state } = freshRun(plan);
  const scores: KeptScores = await keptScores(plan, engine, state);
  const test = scoresOf(plan, plan.rows.test, await engine.evaluate(state, plan.rows.test));
  await engine.release();
  return { plan, scores, test };
}

/** The scores of single classes by the keys that they have in a history. */
const byClass = (part: KeptScores["test"]): Record<string, number> =>
  Object.fromEntries(
    (["f1", "precision", "recall"] as const).flatMap((score) =>
      (part?.classes?.[score] ?? []).map((value, k) => [`${score}.${k}`, value]),
    ),
  );

test("every part is measured, with what is told of every class and of predicting nothing", async () => {
  const { plan, scores, test: after } = await measured(skewed());
  for (const part of ["train", "validation", "test"] as const) {
    const { confusion = [], reliability = [], classes, baseline, metrics } = scores[part] as PartScores;
    const rows = part === "train" ? plan.measuredTrain : plan.rows[part];
    expect(confusion.flat().reduce((a, b) => a + b, 0)).toBe(rows.length);
    expect(classes?.f1).toHaveLength(3);
    const labels = plan.dataset.targets.kind === "classes" ? plan.dataset.targets.labels : [];
    const frequent = Array.from(rows).filter((row) => labels[row] === 2).length;
    expect(baseline?.["accuracy"]).toBeCloseTo(frequent / rows.length, 9);
    expect(baseline?.["balancedAccuracy"]).toBeCloseTo(1 / 3, 9);
    expect(metrics).toHaveProperty("rocAuc");
    expect(reliability.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows.length);
  }
  expect(scores.test?.loss).toBe(after.loss);
  expect({ ...scores.test?.metrics, ...byClass(scores.test) }).toMatchObject(after.metrics);
  expect(after.metrics).not.toHaveProperty("rocAuc");
});

test("the mean target of the training rows explains nothing of them", async () => {
  const { scores } = await measured(slopes(60));
  expect(scores.train?.baseline["r2"]).toBeCloseTo(0, 5);
  expect(scores.train).not.toHaveProperty("confusion");
});
