import { mean } from "../base/index.ts";
import type { Part } from "../data/index.ts";
import type { Scores } from "../history/index.ts";
import {
  classScores,
  type ClassScores,
  confusion,
  reliability,
  type ReliabilityBin,
} from "../metrics/index.ts";
import { type Advantage, advantageOf, type Compared, learnedText } from "./advantage.ts";
import type { Engine } from "./engine.ts";
import type { Answers } from "./evaluator.ts";
import { type LinearBaseline, linearBaseline, type LinearFacts } from "./linear-baseline.ts";
import type { Plan } from "./plan.ts";
import { type FoundPredictions, lossOf, predictionsOf, scoresBy } from "./scores.ts";
import type { State } from "./state.ts";

/** Everything that is measured on one part of the data. */
export interface PartScores extends Scores {
  /** Of a classification, class by class. */
  readonly classes?: ClassScores;
  /** How many rows of each class (outer) were taken for each class (inner). */
  readonly confusion?: readonly (readonly number[])[];
  /** How often predictions are right by how sure they are. */
  readonly reliability?: readonly ReliabilityBin[];
  /** The metrics of a constant prediction, the class shares or the mean target of the training rows. */
  readonly baseline: Scores["metrics"];
  /** The metrics of a linear model of the training rows. */
  readonly linear: Scores["metrics"];
  /** How much better the model is than each of these. */
  readonly advantage: { readonly constant: Advantage; readonly linear: Advantage };
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

/** One prediction for all rows. */
function constantly(plan: Plan, rows: Int32Array, constant: Float32Array): FoundPredictions {
  const predictions = new Float32Array(rows.length * constant.length);
  for (let row = 0; row < rows.length; row++) predictions.set(constant, row * constant.length);
  return predictionsOf(plan, rows, predictions);
}

const ofClasses = (found: FoundPredictions): Partial<PartScores> =>
  "labels" in found
    ? { classes: classScores(found), confusion: confusion(found), reliability: reliability(found) }
    : {};

/** Simpler models of the same training rows. */
export interface Baselines {
  readonly constant: Float32Array;
  readonly linear: LinearBaseline;
}

export const baselinesOf = async (plan: Plan, { read }: Engine): Promise<Baselines> => ({
  constant: constantPrediction(plan),
  linear: await linearBaseline(plan, read),
});

async function measured(
  plan: Plan,
  rows: Int32Array,
  { losses, predictions }: Answers,
  baselines: Baselines,
): Promise<PartScores> {
  const found = predictionsOf(plan, rows, predictions);
  const constant = constantly(plan, rows, baselines.constant);
  const linear = predictionsOf(plan, rows, await baselines.linear.predict(rows));
  return {
    ...lossOf(losses, found.weights),
    metrics: scoresBy(plan.metrics, found),
    ...ofClasses(found),
    baseline: scoresBy(plan.metrics, constant),
    linear: scoresBy(plan.metrics, linear),
    advantage: { constant: advantageOf(found, constant), linear: advantageOf(found, linear) },
  };
}

/** Measures a state on the training rows that are measured, the validation part and the test part, where there are any. */
export async function keptScores(
  plan: Plan,
  engine: Engine,
  state: State,
  baselines?: Baselines,
): Promise<KeptScores> {
  const simpler = baselines ?? (await baselinesOf(plan, engine));
  const parts = { ...plan.rows, train: plan.measuredTrain };
  const scores: { [P in Part]?: PartScores } = {};
  for (const part of ["train", "validation", "test"] as const) {
    const rows = parts[part];
    if (rows.length === 0) continue;
    scores[part] = await measured(plan, rows, await engine.evaluate(state, rows), simpler);
  }
  return scores;
}

/** The part that judges a run best, of those that were measured. */
const judging = (scores: KeptScores): Part | undefined =>
  (["test", "validation", "train"] as const).find((part) => scores[part]);

/** The balanced accuracy of a classification, and its standard error from the number of rows of each class. */
function balancedOf({ confusion: counts, metrics }: PartScores): Compared["balanced"] {
  if (!counts) return undefined;
  const sums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const present = sums.filter((sum) => sum > 0).length;
  const variance = counts.reduce((sum, row, k) => {
    const rows = sums[k] as number;
    // One right or wrong row more keeps a class that is always right from counting as certain.
    const share = ((row[k] as number) + 1) / (rows + 2);
    return rows > 0 ? sum + (share * (1 - share)) / rows : sum;
  }, 0);
  return {
    value: metrics["balancedAccuracy"] ?? Number.NaN,
    standardError: Math.sqrt(variance) / present,
    guess: 1 / present,
  };
}

/** What a run's baselines are, and what the kept weights know beyond them. */
export interface BaselineReport {
  /** `the mean`, or the most frequent class in quotes. */
  readonly always: string;
  readonly linear: LinearFacts;
  readonly sentence?: string;
}

export function baselineReport(
  plan: Plan,
  scores: KeptScores,
  { constant, linear }: Baselines,
): BaselineReport {
  const { targets } = plan.dataset;
  const most = constant.indexOf(Math.max(...constant));
  const always = targets.kind === "classes" ? `"${targets.classes[most]}"` : "the mean";
  const part = judging(scores);
  const of = part && scores[part];
  const sentence =
    of &&
    learnedText({
      part,
      rows: part === "train" ? plan.measuredTrain.length : plan.rows[part].length,
      ...of.advantage,
      linearRows: linear.rows < plan.rows.train.length ? linear.rows : undefined,
      always,
      balanced: balancedOf(of),
    });
  return {
    always,
    linear: { title: linear.title, rows: linear.rows, columns: linear.columns },
    ...(sentence !== undefined && { sentence }),
  };
}
