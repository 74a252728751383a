import { expect, test } from "vitest";
import { blobs, freshRun, slopes, tinyPlan } from "../../test/tiny-runs.ts";
import type { Dataset } from "../data/index.ts";
import { createEngine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { baselineLoss, scoresOf } from "./scores.ts";

/** The shares of the classes among the training rows. */
function shares({ dataset, rows }: Plan): number[] {
  const labels = dataset.targets.kind === "classes" ? dataset.targets.labels : [];
  const mine = Array.from(rows.train, (row) => labels[row]);
  return [0, 1, 2].map((own) => mine.filter((label) => label === own).length / mine.length);
}

/** Classes of 1, 1 and 4 parts. */
function skewed(): Dataset {
  const data = blobs(60);
  const labels = Int32Array.from({ length: 60 }, (_, row) => Math.min(2, row % 6));
  return { ...data, targets: { kind: "classes", labels, classes: ["a", "b", "c"] } };
}

test("the loss of knowing nothing is the entropy of the classes", () => {
  expect(baselineLoss(tinyPlan({}))).toBeCloseTo(Math.log(3), 9);
  const plan = tinyPlan({}, skewed());
  const entropy = -shares(plan).reduce((total, p) => total + p * Math.log(p), 0);
  expect(baselineLoss(plan)).toBeCloseTo(entropy, 9);
});

test("with a sigmoid for each output it is the sum of their entropies", () => {
  const plan = tinyPlan({ loss: "sigmoidCrossEntropy" }, skewed());
  const entropy = -shares(plan).reduce((total, p) => total + p * Math.log(p) + (1 - p) * Math.log(1 - p), 0);
  expect(baselineLoss(plan)).toBeCloseTo(entropy, 9);
});

test("a class without training rows leaves it finite", () => {
  const data = blobs(60);
  const plan = tinyPlan(
    { split: { order: "file" } },
    {
      ...data,
      targets: {
        kind: "classes",
        labels: Int32Array.from({ length: 60 }, (_, row) => Number(row > 50) + (row % 2)),
        classes: ["a", "b", "c"],
      },
    },
  );
  expect(baselineLoss(plan)).toBeGreaterThan(0.6);
  expect(baselineLoss(plan)).toBeLessThan(0.8);
});

test.each(["standardize", "none"] as const)(
  "of a regression it is the spread of the scaled targets: %s",
  (targets) => {
    const plan = tinyPlan({ scaling: { targets } }, slopes(200));
    const values = plan.dataset.targets.kind === "numbers" ? plan.dataset.targets.values : [];
    const spread = [0, 1].map((column) => {
      const mine = Array.from(plan.rows.train, (row) => values[2 * row + column] as number);
      const mean = mine.reduce((total, value) => total + value, 0) / mine.length;
      const scale = plan.targetScaling.scale[column] ?? 1;
      return (scale ** 2 * mine.reduce((total, value) => total + (value - mean) ** 2, 0)) / mine.length;
    });
    expect(baselineLoss(plan) / (((spread[0] ?? 0) + (spread[1] ?? 0)) / 2)).toBeCloseTo(1, 5);
    if (targets === "standardize") expect(baselineLoss(plan)).toBeCloseTo(1, 1);
  },
);

test("rows are scored alike one by one and in batches, padded or not", async () => {
  // More rows than one evaluation batch holds.
  const plan = tinyPlan({}, blobs(4000));
  const engine = await createEngine(plan);
  const { state } = freshRun(plan);
  const rows = plan.rows.train;
  expect(rows.length).toBeGreaterThan(2048);
  const all = await engine.evaluate(state, rows);
  expect([all.losses.length, all.predictions.length]).toEqual([rows.length, 3 * rows.length]);
  for (const at of [0, 1023, 1024, rows.length - 1]) {
    const one = await engine.evaluate(state, rows.subarray(at, at + 1));
    expect(one.losses[0]).toBeCloseTo(all.losses[at] as number, 6);
    expect(one.predictions).toHaveLength(3);
  }
  const scores = scoresOf(plan, rows, all);
  const mean = all.losses.reduce((total, loss) => total + loss, 0) / rows.length;
  expect(scores.loss).toBeCloseTo(mean, 9);
  const deviation = Math.sqrt(
    all.losses.reduce((total, loss) => total + (loss - mean) ** 2, 0) / (rows.length - 1),
  );
  expect(scores.lossStandardError).toBeCloseTo(deviation / Math.sqrt(rows.length), 6);
  await engine.release();
});

test("a regression is scored in the units of its targets", async () => {
  const plan = tinyPlan({}, slopes(100));
  const engine = await createEngine(plan);
  const rows = plan.rows.validation;
  const answers = await engine.evaluate(freshRun(plan).state, rows);
  const { metrics, loss } = scoresOf(plan, rows, answers);
  const { shift, scale } = plan.targetScaling;
  const values = plan.dataset.targets.kind === "numbers" ? plan.dataset.targets.values : [];
  const errors = Array.from(answers.predictions, (prediction, i) => {
    const column = i % 2;
    const truth = values[2 * (rows[Math.floor(i / 2)] as number) + column] as number;
    return prediction / (scale[column] as number) + (shift[column] as number) - truth;
  });
  const mse = errors.reduce((total, error) => total + error * error, 0) / errors.length;
  expect((metrics["mse"] as number) / mse).toBeCloseTo(1, 4);
  // The loss is of scaled targets.
  expect(loss).toBeLessThan(20);
  await engine.release();
});

test("bytes that stay bytes score and train as their numbers do", async () => {
  const side = 64;
  const images = (rows: number): Dataset => ({
    name: "noise",
    rows,
    inputs: {
      kind: "image",
      shape: [1, side, side],
      values: Uint8Array.from({ length: rows * side * side }, (_, i) => (i * 2654435761) >>> 24),
    },
    targets: {
      kind: "classes",
      labels: Int32Array.from({ length: rows }, (_, i) => i % 2),
      classes: ["a", "b"],
    },
  });
  // The larger one is kept as bytes; both train on the same first rows.
  const [few, many] = [64, 4200].map((rows) =>
    tinyPlan({ split: { order: "file", train: 40, validation: 12, test: 12 }, shuffle: false }, images(rows)),
  ) as [Plan, Plan];
  const trained = async (plan: Plan) => {
    const engine = await createEngine(plan);
    const { state, losses } = await engine.train(freshRun(plan).state, {}, { from: 0, count: 5 });
    const answers = await engine.evaluate(state, plan.rows.train);
    await engine.release();
    return [...losses, ...answers.losses];
  };
  const [a, b] = [await trained(few), await trained(many)];
  expect(b).toHaveLength(45);
  for (const [i, loss] of b.entries()) expect(loss).toBeCloseTo(a[i] as number, 4);
});
