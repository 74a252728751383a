// What is told about every class by itself.
import { classCounts, confusionMatrix, f1Of, precisionOf, recallOf } from "./counts.ts";
import type { ClassificationPredictions } from "./define.ts";

/** One number for each class, in their order. */
export interface ClassScores {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
}

/** Precision, recall and F1 of every class; 0 where a class is never predicted or does not occur. */
export function classScores(predictions: ClassificationPredictions): ClassScores {
  const counts = classCounts(predictions);
  return { precision: counts.map(precisionOf), recall: counts.map(recallOf), f1: counts.map(f1Of) };
}

/** How many rows of each class (outer) were taken for each class (inner). */
export function confusion(predictions: ClassificationPredictions): readonly (readonly number[])[] {
  const { classes } = predictions;
  const counts = confusionMatrix(predictions);
  return Array.from({ length: classes }, (_, k) =>
    Array.from(counts.subarray(k * classes, (k + 1) * classes)),
  );
}
