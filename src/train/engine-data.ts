import { applyPreprocessing, type Inputs, rowStreamOf, type Targets } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, int32, uint8, type Value } from "../runtime/index.ts";
import { windowRows } from "./batch-sizes.ts";
import type { Plan } from "./plan.ts";
import type { Storage } from "./step.ts";

/** Above this many bytes pixels and labels stay compact and are scaled or spread in every step, for a few small operations. */
const largestCopy = 64 * 2 ** 20;

function inputStorage(inputs: Inputs): Storage["inputs"] {
  const stream = rowStreamOf(inputs);
  if (stream) return stream.type;
  const { kind, values } = inputs;
  if (kind === "tokens") return "int32";
  // Pixels share one scale; the columns of a table have their own, and are scaled once.
  const isCompact = kind === "image" && values instanceof Uint8Array && 4 * values.length > largestCopy;
  return isCompact ? "uint8" : "float32";
}

export function storageOf(plan: Plan): Storage {
  const { dataset, classes } = plan;
  return {
    inputs: inputStorage(dataset.inputs),
    rows: rowStreamOf(dataset.inputs) ? windowRows(plan) : dataset.rows,
    targets: 4 * dataset.rows * classes > largestCopy ? "labels" : "dense",
  };
}

/** All inputs of a data set in memory. */
export function inputsOf({ dataset, inputScaling }: Plan, storage: Storage): Value {
  const { values, shape } = dataset.inputs;
  const whole = [dataset.rows, sizeOf(shape)];
  if (values instanceof Int32Array) return int32(values, whole);
  if (storage.inputs === "uint8") return uint8(values as Uint8Array, whole);
  const numbers = values instanceof Float32Array ? values : Float32Array.from(values);
  return float32(applyPreprocessing(numbers, inputScaling), whole);
}

export function oneHot(labels: Int32Array, classes: number): Float32Array {
  const spread = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => (spread[row * classes + label] = 1));
  return spread;
}

/** The targets of some rows, filled up with anything to `room` rows. */
function someTargets(targets: Targets, rows: Int32Array, room: number): Targets {
  if (targets.kind === "classes") {
    const labels = new Int32Array(room);
    rows.forEach((row, at) => (labels[at] = targets.labels[row] as number));
    return { ...targets, labels };
  }
  const width = targets.columns.length;
  const values = new Float32Array(room * width);
  rows.forEach((row, at) => values.set(targets.values.subarray(row * width, (row + 1) * width), at * width));
  return { ...targets, values };
}

/** @param rows those of a window; all when absent. */
export function targetsOf(plan: Plan, storage: Storage, rows?: Int32Array): Value {
  const { dataset, classes, targetScaling } = plan;
  const targets = rows ? someTargets(dataset.targets, rows, storage.rows) : dataset.targets;
  if (targets.kind === "numbers")
    return float32(applyPreprocessing(Float32Array.from(targets.values), targetScaling), [
      storage.rows,
      targets.columns.length,
    ]);
  return storage.targets === "dense"
    ? float32(oneHot(targets.labels, classes), [storage.rows, classes])
    : int32(targets.labels, [storage.rows]);
}
