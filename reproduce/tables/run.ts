// One table by the default recipe, fold by fold.
import { bug } from "../../src/base/index.ts";
import type { SourceDataset } from "../../src/data/index.ts";
import { parseRecipe, type Recipe } from "../../src/recipe/index.ts";
import { createEngine, initialState, initialStrengths, type Plan, planRun } from "../../src/train/index.ts";
import { trainEpochs } from "../../src/train/epochs.ts";
import { keptScores } from "../../src/train/kept-scores.ts";
import type { RunStore } from "../../src/train/outside.ts";
import { nothingRun } from "../../src/train/position.ts";
import { quiet } from "../quiet.ts";
import { type Folds, foldCount, withTestFold } from "./folds.ts";
import type { Table } from "./list.ts";

/** What `ockham train FILE --target COLUMN` trains. */
const recipe = (file: string, target: string): Recipe =>
  parseRecipe({ data: { source: "csv", path: file, target } }, "the default recipe");

/** A run of seconds is not kept on disk. */
const nowhere: RunStore = {
  save: () => Promise.resolve(),
  loadBest: () => bug("the best weights are in memory"),
};

/** How many of the rows of the test fold there are, and their mean squared error or the share of hits. */
interface FoldScore {
  readonly rows: number;
  readonly mean: number;
}

async function foldScore(plan: Plan): Promise<FoldScore> {
  const engine = await createEngine(plan);
  try {
    const start = {
      state: initialState(plan),
      position: { step: 0, running: nothingRun, strengths: initialStrengths(plan.techniques) },
      records: [],
    };
    const outside = quiet(() => undefined);
    const { kept } = await trainEpochs({ plan, engine, store: nowhere, outside }, start);
    const { test } = await keptScores(plan, engine, kept);
    const metric = plan.task === "classification" ? "accuracy" : "mse";
    return { rows: plan.rows.test.length, mean: test?.metrics[metric] ?? Number.NaN };
  } finally {
    await engine.release();
  }
}

/** The accuracy or RMSE over the test rows of all folds. */
export async function crossValidated(table: Table, dataset: SourceDataset, folds: Folds): Promise<number> {
  const scores: FoldScore[] = [];
  for (let fold = 0; fold < foldCount; fold++) {
    const plan = planRun(recipe(table.file, table.target), withTestFold(dataset, folds, fold));
    scores.push(await foldScore(plan));
  }
  const rows = scores.reduce((total, score) => total + score.rows, 0);
  const mean = scores.reduce((total, score) => total + score.rows * score.mean, 0) / rows;
  return table.task === "classification" ? mean : Math.sqrt(mean);
}
