// Which of two classes is looked for, through scores, history and model file.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blobs, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import type { Dataset } from "../data/index.ts";
import { createEngine } from "./engine.ts";
import { exportModel } from "./export.ts";
import { keptScores } from "./kept-scores.ts";
import type { Plan } from "./plan.ts";
import { predict } from "./predict.node.ts";
import { historyOf } from "./result.ts";

/** Two classes, the first of which is looked for where that is said. */
function twoClasses(positive?: number): Dataset {
  const dataset = blobs(60, 2);
  const { targets } = dataset;
  if (targets.kind !== "classes") throw new Error("classes are wanted");
  return { ...dataset, targets: { ...targets, ...(positive !== undefined && { positive }) } };
}

async function trained(plan: Plan) {
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  const scores = await keptScores(plan, engine, kept);
  await engine.release();
  return { kept, scores };
}

test("scores, history and model file know it", async () => {
  const plan = tinyPlan({ epochs: 1 }, twoClasses(0));
  const { kept, scores } = await trained(plan);
  const { metrics = {}, classes } = scores.test ?? {};
  expect(metrics["positiveF1"]).toBe(classes?.f1[0]);
  expect(metrics["positivePrecision"]).toBe(classes?.precision[0]);
  expect(metrics["positiveRecall"]).toBe(classes?.recall[0]);
  expect(classes?.f1[0]).not.toBe(classes?.f1[1]);
  expect(historyOf(plan, []).metrics.map(({ title }) => title)).toEqual([
    "Accuracy",
    "Macro F1",
    "F1 of class 0",
    "Precision of class 0",
    "Recall of class 0",
  ]);
  const folder = await mkdtemp(join(tmpdir(), "positive-"));
  const [model, rows] = [join(folder, "m.onnx"), join(folder, "rows.csv")];
  await writeFile(model, exportModel(plan, kept));
  await writeFile(rows, "x,y\n1,2\n");
  expect((await predict(model, rows)).classes).toMatchObject({ positive: "class 0" });
  await rm(folder, { recursive: true });
});

test("the second one is looked for where nothing is said, and no more than that is told; of three there is none", async () => {
  const plan = tinyPlan({ epochs: 1 }, twoClasses());
  const { scores } = await trained(plan);
  expect(scores.test?.metrics["positiveF1"]).toBe(scores.test?.classes?.f1[1]);
  expect(historyOf(plan, []).metrics.map(({ id }) => id)).toEqual(["accuracy", "f1Macro"]);
  expect(tinyPlan({}, blobs(60, 3)).metrics.map(({ id }) => id)).not.toContain("positiveF1");
});
