import { mean, standardDeviation } from "../base/index.ts";
import type { Preprocessing, Targets } from "../data/index.ts";

/** Standardizes a regression's targets on the training rows, so that a learning rate means the same on every unit. */
export function scaleTargets(
  targets: Targets,
  trainRows: Int32Array,
  mode: "standardize" | "none",
): Preprocessing {
  if (targets.kind === "classes" || mode === "none")
    return { shift: Float32Array.of(0), scale: Float32Array.of(1) };
  const width = targets.columns.length;
  const columns = targets.columns.map((_, column) =>
    Float64Array.from(trainRows, (row) => targets.values[row * width + column] as number),
  );
  return {
    shift: Float32Array.from(columns, mean),
    scale: Float32Array.from(columns, (values) => 1 / (standardDeviation(values) || 1)),
  };
}

/** Predictions of scaled targets in the targets' own units, `[rows, columns]`. */
export function unscaleTargets(values: Float32Array, { shift, scale }: Preprocessing): Float32Array {
  const width = shift.length;
  return values.map((value, i) => value / (scale[i % width] as number) + (shift[i % width] as number));
}
