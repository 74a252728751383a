import { applyPreprocessing } from "../data/index.ts";
import { float32, int32, scalar, uint8, type Value } from "../runtime/index.ts";
import type { Plan } from "./plan.ts";
import { type InputStorage, inputNames } from "./step.ts";

/** Above this size pixels stay bytes and are scaled in every step: a quarter of the memory for two small operations. */
const largestCopy = 64 * 2 ** 20;

export function storageOf({ dataset }: Plan): InputStorage {
  const { values } = dataset.inputs;
  return values instanceof Uint8Array && 4 * values.length > largestCopy ? "uint8" : "float32";
}

function inputsOf({ dataset, inputScaling }: Plan, storage: InputStorage): Value {
  const { values, shape } = dataset.inputs;
  const whole = [dataset.rows, ...shape];
  if (storage === "uint8") return uint8(values as Uint8Array, whole);
  return float32(applyPreprocessing(Float32Array.from(values), inputScaling), whole);
}

function targetsOf({ dataset, targetScaling }: Plan): Value {
  const { targets } = dataset;
  return targets.kind === "classes"
    ? int32(targets.labels, [dataset.rows])
    : float32(applyPreprocessing(targets.values, targetScaling), [dataset.rows, targets.columns.length]);
}

/** The data set as the engine reads it: fed by reference at every call, never copied. */
export const engineData = (plan: Plan, storage: InputStorage): Record<string, Value> => ({
  [inputNames.inputs]: inputsOf(plan, storage),
  [inputNames.targets]: targetsOf(plan),
  [inputNames.inputScale]: scalar(plan.inputScaling.scale[0] ?? 1),
});
