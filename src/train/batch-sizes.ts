import { rowStreamOf } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { Plan } from "./plan.ts";

const evaluationBatch = 1024;
/** How many numbers the largest output of a layer may have in evaluation: 16 MiB. */
const evaluationNumbers = 2 ** 22;

/** How many rows evaluation takes at once: few enough for the images of a convolution to stay small. */
export function evaluationRows({ model, measuredTrain, rows }: Plan): number {
  const largest = Math.max(...[model.inputShape, ...model.built.map(({ output }) => output)].map(sizeOf));
  const fitting = Math.max(1, Math.floor(evaluationNumbers / largest));
  return Math.min(
    evaluationBatch,
    fitting,
    Math.max(measuredTrain.length, rows.validation.length, rows.test.length),
  );
}

/** How many bytes of examples that are streamed the engine is given at once. */
const windowBytes = 8 * 2 ** 20;

/** How many streamed rows the engine is given at once: those of a batch at least. */
export function windowRows(plan: Plan): number {
  const { inputs, rows } = plan.dataset;
  const bytes = sizeOf(inputs.shape) * (rowStreamOf(inputs)?.type === "uint8" ? 1 : 4);
  return Math.max(plan.batchSize, evaluationRows(plan), Math.min(rows, Math.floor(windowBytes / bytes)));
}
