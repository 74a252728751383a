import { mean } from "../base/index.ts";
import type { Part } from "../data/index.ts";
import type { Scores } from "../history/index.ts";
import { classScores, type ClassScores, confusion } from "../metrics/index.ts";
import type { Engine } from "./engine.ts";
import type { Answers } from "./evaluator.ts";
import type { Plan } from "./plan.ts";
import { type FoundPredictions, lossOf, predictionsOf, scoresBy } from "./scores.ts";
import type { State } from "./state.ts";

/** Everything that is measured on one part of the data. */
export interface PartScores extends Scores {
  /** Of a classification, class by class. */
  readonly classes?: ClassScores;
  /** How many rows of each class (outer) were taken for each class (inner). */
  readonly confusion?: readonly (readonly number[])[];
  /** The metrics of a constant prediction, the class shares or the mean target of the training rows. */
  readonly baseline: Scores["metrics"];
}

/** All scores of the weights that were kept. */
export type KeptScores = { readonly [P in Part]?: PartScores };

/** The class shares or the mean target of the training rows, in the scale of predictions. */
function constantPrediction({ dataset, rows, targetScaling }: Plan): Float32Array {
  const { targets } = dataset;
  if (targets.kind === "classes") {
    const shares = new Float32Array(targets.classes.length);
    for (const row of rows.train) {
      const label = targets.labels[row] as number;
      shares[label] = (shares[label] as number) + 1 / rows.train.length;
    }
    return shares;
  }
  const width = targets.columns.length;
  const { shift, scale } = targetScaling;
  return Float32Array.from(targets.columns, (_, column) => {
    const values = Array.from(rows.train, (row) => targets.values[row * width + column] as number);
    return (
      (mean(values) - (shift[column % shift.length] as number)) * (scale[column % scale.length] as number)
    );
  });
}

/** The metrics of one prediction for all rows. */
function baselineOf(plan: Plan, rows: Int32Array, constant: Float32Array): Scores["metrics"] {
  const predictions = new Float32Array(rows.length * constant.length);
  for (let row = 0; row < rows.length; row++) predictions.set(constant, row * constant.length);
  return scoresBy(plan.metrics, predictionsOf(plan, rows, predictions));
}

const ofClasses = (found: FoundPredictions): Partial<PartScores> =>
  "labels" in found ? { classes: classScores(found), confusion: confusion(found) } : {};

function measured(
  plan: Plan,
  rows: Int32Array,
  { losses, predictions }: Answers,
): Omit<PartScores, "baseline"> {
  const found = predictionsOf(plan, rows, predictions);
  return {
    ...lossOf(losses),
    metrics: scoresBy(plan.metrics, found),
    ...ofClasses(found),
  };
}

/** Measures a state on the training rows that are measured, the validation part and the test part, where there are any. */
export async function keptScores(plan: Plan, engine: Engine, state: State): Promise<KeptScores> {
  const constant = constantPrediction(plan);
  const parts = { ...plan.rows, train: plan.measuredTrain };
  const scores: { [P in Part]?: PartScores } = {};
  for (const part of ["train", "validation", "test"] as const) {
    const rows = parts[part];
    if (rows.length === 0) continue;
    const scored = measured(plan, rows, await engine.evaluate(state, rows));
    scores[part] = { ...scored, baseline: baselineOf(plan, rows, constant) };
  }
  return scores;
}
