// What metrics count: how often each class was taken for which.
import { argmax, type ClassificationPredictions } from "./define.ts";

const known = new WeakMap<ClassificationPredictions, Float64Array>();

/** How much a row counts. */
export const weightOf = ({ weights }: { readonly weights?: Float32Array }, row: number): number =>
  weights?.[row] ?? 1;

/** What all rows count together. */
export function totalWeight(predictions: { readonly rows: number; readonly weights?: Float32Array }): number {
  const { rows, weights } = predictions;
  return weights ? weights.reduce((total, weight) => total + weight, 0) : rows;
}

/** `[classes, classes]`: the weight of the rows of each class (row) that were taken for each class (column). */
export function confusionMatrix(predictions: ClassificationPredictions): Float64Array {
  const before = known.get(predictions);
  if (before) return before;
  const { classes, rows, labels } = predictions;
  const predicted = argmax(predictions);
  const counts = new Float64Array(classes * classes);
  for (let row = 0; row < rows; row++) {
    const at = (labels[row] as number) * classes + (predicted[row] as number);
    counts[at] = (counts[at] as number) + weightOf(predictions, row);
  }
  known.set(predictions, counts);
  return counts;
}

/** The counts of one class. */
export interface ClassCounts {
  /** Rows of the class that were taken for it. */
  readonly hits: number;
  /** Rows of the class. */
  readonly actual: number;
  /** Rows that were taken for it. */
  readonly predicted: number;
}

/** The counts of every class. */
export function classCounts(predictions: ClassificationPredictions): readonly ClassCounts[] {
  const { classes } = predictions;
  const counts = confusionMatrix(predictions);
  return Array.from({ length: classes }, (_, k) => {
    let actual = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other++) {
      actual += counts[k * classes + other] as number;
      predicted += counts[other * classes + k] as number;
    }
    return { hits: counts[k * classes + k] as number, actual, predicted };
  });
}

/** A share that is 0 where nothing can have one, as a class that is never predicted has no precision. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Of the rows taken for a class, the share that is of it. */
export const precisionOf = ({ hits, predicted }: ClassCounts): number => share(hits, predicted);
/** Of the rows of a class, the share taken for it. */
export const recallOf = ({ hits, actual }: ClassCounts): number => share(hits, actual);
/** The harmonic mean of precision and recall. */
export const f1Of = ({ hits, actual, predicted }: ClassCounts): number => share(2 * hits, actual + predicted);

/** The mean over the classes that are present or predicted, each as important as the others. */
export function macroMean(
  predictions: ClassificationPredictions,
  score: (counts: ClassCounts) => number,
): number {
  const mentioned = classCounts(predictions).filter(({ actual, predicted }) => actual + predicted > 0);
  return mentioned.reduce((total, counts) => total + score(counts), 0) / mentioned.length;
}

/** The mean over the classes, each as important as its rows. */
export function weightedMean(
  predictions: ClassificationPredictions,
  score: (counts: ClassCounts) => number,
): number {
  const all = classCounts(predictions);
  const total = all.reduce((sum, { actual }) => sum + actual, 0);
  return all.reduce((sum, counts) => sum + counts.actual * score(counts), 0) / total;
}

/** A score of the one of two classes that is looked for. */
export const ofPositive = (
  predictions: ClassificationPredictions,
  score: (counts: ClassCounts) => number,
): number => {
  const counts = classCounts(predictions)[predictions.positive ?? 1];
  return counts && totalWeight(predictions) > 0 ? score(counts) : Number.NaN;
};
