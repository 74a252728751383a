import { mean, standardError } from "../base/index.ts";
import type { Targets } from "../data/index.ts";
import { evaluate, input } from "../graph/index.ts";
import type { ClassMetric, Scores } from "../history/index.ts";
import {
  type ClassificationPredictions,
  classScores,
  type Metric,
  type RegressionPredictions,
} from "../metrics/index.ts";
import type { Answers } from "./evaluator.ts";
import type { Plan } from "./plan.ts";
import { unscaleTargets } from "./targets.ts";

/** Predictions beside the truth. */
export type FoundPredictions = ClassificationPredictions | RegressionPredictions;

/** How much some rows count in scores, where not all count the same. */
export const weightsOf = ({ dataset: { weights } }: Plan, rows: Int32Array): Float32Array | undefined =>
  weights && Float32Array.from(rows, (row) => weights[row] as number);

/** The predictions of some rows beside the truth, in the form that metrics read. */
export function predictionsOf(plan: Plan, rows: Int32Array, predictions: Float32Array): FoundPredictions {
  const { targets } = plan.dataset;
  const weights = weightsOf(plan, rows);
  if (targets.kind === "classes")
    return {
      ...(weights && { weights }),
      ...(targets.positive !== undefined && { positive: targets.positive }),
      rows: rows.length,
      classes: plan.classes,
      probabilities: predictions,
      labels: rows.map((row) => targets.labels[row] as number),
    };
  const outputs = targets.columns.length;
  const actual = new Float32Array(rows.length * outputs);
  rows.forEach((row, i) =>
    actual.set(targets.values.subarray(row * outputs, (row + 1) * outputs), i * outputs),
  );
  return {
    ...(weights && { weights }),
    rows: rows.length,
    outputs,
    predicted: unscaleTargets(predictions, plan.targetScaling),
    actual,
  };
}

/** Metrics by id. */
export const scoresBy = (metrics: readonly Metric[], found: FoundPredictions): Scores["metrics"] =>
  Object.fromEntries(metrics.map(({ id, compute }) => [id, compute(found as never)]));

/** The mean of the losses of some rows, and its standard error. */
export function lossOf(
  losses: Float32Array,
  weights?: Float32Array,
): Pick<Scores, "loss" | "lossStandardError"> {
  if (!weights) return { loss: mean(losses), lossStandardError: standardError(losses) };
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const loss = losses.reduce((sum, value, row) => sum + value * (weights[row] as number), 0) / total;
  const squares = losses.reduce(
    (sum, value, row) => sum + ((weights[row] as number) * (value - loss)) ** 2,
    0,
  );
  return { loss, lossStandardError: Math.sqrt(squares) / total };
}

/** With more classes, those of each by itself would outweigh the rest of a run's history. */
const mostClasses = 20;
const classKinds = ["f1", "precision", "recall"] as const;

const classKey = (score: ClassMetric["score"], k: number): string => `${score}.${k}`;

/** The scores of single classes that are measured after every epoch. */
export function classMetricsOf({ dataset: { targets }, rows }: Plan): readonly ClassMetric[] | undefined {
  if (targets.kind !== "classes" || targets.classes.length > mostClasses) return undefined;
  const counts = targets.classes.map(() => 0);
  for (const row of rows.validation) {
    const label = targets.labels[row] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  return targets.classes.flatMap((className, k) =>
    classKinds.map((score) => ({
      id: classKey(score, k),
      className,
      score,
      validationRows: counts[k] as number,
    })),
  );
}

/** The scores of single classes by their keys. */
function byClass(found: FoundPredictions): Scores["metrics"] {
  if (!("labels" in found) || found.classes > mostClasses) return {};
  const scores = classScores(found);
  return Object.fromEntries(
    classKinds.flatMap((score) => scores[score].map((value, k) => [classKey(score, k), value])),
  );
}

/** The scores of what the model said about some rows after an epoch. */
export function scoresOf(plan: Plan, rows: Int32Array, { losses, predictions }: Answers): Scores {
  const found = predictionsOf(plan, rows, predictions);
  return {
    ...lossOf(losses, found.weights),
    metrics: {
      ...scoresBy(
        plan.metrics.filter(({ isFinal }) => !isFinal),
        found,
      ),
      ...byClass(found),
    },
  };
}

/** Class counts of some rows as shares, kept off 0 and 1 so that their logarithms are finite. */
function classShares(targets: Extract<Targets, { kind: "classes" }>, rows: Int32Array): number[] {
  const counts = new Float64Array(targets.classes.length);
  for (const row of rows) {
    const label = targets.labels[row] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  return Array.from(counts, (count) => Math.min(1 - 1e-6, Math.max(1e-6, count / rows.length)));
}

/** The mean loss of one fixed output for every row of a list of targets. */
function constantLoss(
  { loss }: Plan,
  output: readonly number[],
  targets: readonly (readonly number[])[],
): number[] {
  const shape = [targets.length, output.length];
  const losses = loss.element.perExample(input("outputs", shape), input("targets", shape), loss.settings);
  const [values] = evaluate([losses], { outputs: targets.flatMap(() => output), targets: targets.flat() });
  return Array.from(values as Float64Array);
}

/**
 * The training loss of a constant prediction: the class shares, or the mean target. Every learner has to beat it.
 */
export function baselineLoss(plan: Plan): number {
  const { targets } = plan.dataset;
  const { link } = plan.loss.element;
  const { train } = plan.rows;
  if (targets.kind === "classes") {
    const shares = classShares(targets, train);
    const oneHot = shares.map((_, own) => shares.map((__, other) => Number(own === other)));
    const losses = constantLoss(plan, shares.map(link), oneHot);
    return shares.reduce((total, part, label) => total + part * (losses[label] as number), 0);
  }
  const { shift, scale } = plan.targetScaling;
  const width = targets.columns.length;
  const scaled = Array.from(train, (row) =>
    targets.columns.map(
      (_, column) =>
        ((targets.values[row * width + column] as number) - (shift[column % shift.length] as number)) *
        (scale[column % scale.length] as number),
    ),
  );
  const means = targets.columns.map((_, column) => mean(scaled.map((row) => row[column] as number)));
  return mean(constantLoss(plan, means.map(link), scaled));
}
