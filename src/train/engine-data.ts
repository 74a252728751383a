import { applyPreprocessing, type Inputs } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, int32, scalar, uint8, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { inputNames, type Storage } from "./step.ts";

/** Above this many bytes pixels and labels stay compact and are scaled or spread in every step, for a few small operations. */
const largestCopy = 64 * 2 ** 20;

function inputStorage({ kind, values }: Inputs): Storage["inputs"] {
  if (kind === "tokens") return "int32";
  // Pixels share one scale; the columns of a table have their own, and are scaled once.
  const isCompact = kind === "image" && values instanceof Uint8Array && 4 * values.length > largestCopy;
  return isCompact ? "uint8" : "float32";
}

export function storageOf({ dataset, classes }: Plan): Storage {
  return {
    inputs: inputStorage(dataset.inputs),
    targets: 4 * dataset.rows * classes > largestCopy ? "labels" : "dense",
  };
}

function inputsOf({ dataset, inputScaling }: Plan, storage: Storage): Value {
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

function targetsOf({ dataset, classes, targetScaling }: Plan, storage: Storage): Value {
  const { targets, rows } = dataset;
  if (targets.kind === "numbers")
    return float32(applyPreprocessing(targets.values, targetScaling), [rows, targets.columns.length]);
  return storage.targets === "dense"
    ? float32(oneHot(targets.labels, classes), [rows, classes])
    : int32(targets.labels, [rows]);
}

/** The data set as the engine reads it: fed by reference at every call, never copied. */
export const engineData = (plan: Plan, storage: Storage): Record<string, Value> => ({
  [inputNames.inputs]: inputsOf(plan, storage),
  [inputNames.targets]: targetsOf(plan, storage),
  [inputNames.inputScale]: scalar(plan.inputScaling.scale[0] ?? 1),
});
