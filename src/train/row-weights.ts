// How much each row counts in training.
import { UserError } from "../base/index.ts";
import type { Dataset } from "../data/index.ts";
import type { Recipe } from "../recipe/index.ts";

/** The weight of each class; `"balanced"` is that of scikit-learn: rows / (classes · rows of the class), over the training rows. */
function classWeightsOf(
  wanted: NonNullable<Recipe["classWeights"]>,
  dataset: Dataset,
  train: Int32Array,
): number[] {
  const { targets } = dataset;
  const where = "classWeights";
  if (targets.kind !== "classes")
    throw new UserError({
      where,
      got: "weights of classes, for a target of numbers",
      expected: "none: a regression has no classes",
      hint: "Weights of single rows come from a column of the table: data.weights",
    });
  const { classes, labels } = targets;
  if (wanted !== "balanced") {
    const unknown = Object.keys(wanted).find((name) => !classes.includes(name));
    if (unknown !== undefined)
      throw new UserError({
        where,
        got: `the class "${unknown}"`,
        expected: `classes among ${classes.join(", ")}`,
      });
    return classes.map((name) => wanted[name] ?? 1);
  }
  const counts = classes.map(() => 0);
  for (const row of train) counts[labels[row] as number] = (counts[labels[row] as number] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? train.length / (present * count) : 1));
}

/**
 * `[rows]`: the weight of each row of a data set in the loss of a mini-batch, that of the row times that of its class; nothing
 * where all count the same.
 */
export function rowWeightsOf(
  { classWeights }: Pick<Recipe, "classWeights">,
  dataset: Dataset,
  train: Int32Array,
): Float32Array | undefined {
  const { targets, weights, rows } = dataset;
  if (classWeights === undefined) return weights && Float32Array.from(weights);
  const byClass = classWeightsOf(classWeights, dataset, train);
  const labels = targets.kind === "classes" ? targets.labels : new Int32Array(rows);
  return Float32Array.from(labels, (label, row) => (byClass[label] ?? 1) * (weights?.[row] ?? 1));
}
