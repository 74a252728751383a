import {
  add,
  cast,
  constant,
  div,
  equal,
  gather,
  gradients,
  input,
  lessOrEqual,
  mean,
  mul,
  reshape,
  sizeOf,
  sum,
  type Tensor,
} from "../graph/index.ts";
import type { Step } from "../onnx/index.ts";
import { type Batch, foldSeams, type ModelParameter, type StepSeams } from "../seams/index.ts";
import { evaluationPass, forward, siteAt } from "./model.ts";
import type { Plan } from "./plan.ts";
import { activate } from "./techniques.ts";

const keyPrefix = "key.";

/** The random stream that an input is the key of. */
export const streamOf = (name: string): string | undefined =>
  name.startsWith(keyPrefix) ? name.slice(keyPrefix.length) : undefined;

/** What the compiled graphs call their inputs, beside parameters, slots and strengths. */
export const inputNames = {
  inputs: "data.inputs",
  targets: "data.targets",
  /** The pixel scale of uint8 images. */
  inputScale: "data.inputScale",
  /** int32 `[batch]`: the rows of a batch; padded where the last batch is smaller. */
  rows: "batch.rows",
  /** float32 `[batch]`: 1 for a row that is there, 0 for padding. */
  present: "batch.present",
  step: "run.step",
  /** The key of a random stream at a step, int32. */
  key: (stream: string): string => `${keyPrefix}${stream}`,
  learningRate: "run.learningRate",
  trainingRows: "run.trainingRows",
  slot: (parameter: string, slot: string): string => `${parameter}:${slot}`,
  scalar: (name: string): string => `optimizer.${name}`,
} as const;

/** Whether the last batch of an epoch is smaller than the others. */
export const isRagged = ({ rows, batchSize }: Plan): boolean => rows.train.length % batchSize !== 0;

/** The form in which the engine holds the data set. */
export interface Storage {
  readonly inputs: "float32" | "uint8" | "int32";
  /** `"dense"`: what the loss compares with, `[rows, outputs]`; `"labels"`: class numbers, spread in every step. */
  readonly targets: "dense" | "labels";
}

/** The targets that `rows` names, as the loss compares with them. */
function gatherTargets({ dataset, classes, model }: Plan, rows: Tensor, storage: Storage): Tensor {
  if (storage.targets === "dense")
    return gather(input(inputNames.targets, [dataset.rows, model.outputs]), rows);
  const labels = gather(input(inputNames.targets, [dataset.rows], "int32"), rows);
  const classNumbers = constant(
    Array.from({ length: classes }, (_, i) => i),
    [1, classes],
    "int32",
  );
  return cast(equal(reshape(labels, [...labels.shape, 1]), classNumbers), "float32");
}

/** The examples that `rows` names, scaled, and their targets. */
export function gatherBatch(plan: Plan, rows: Tensor, storage: Storage): Batch {
  const { rows: count, inputs } = plan.dataset;
  // Held flat, so that layers that want rows of numbers need not reshape a batch.
  const flat = gather(input(inputNames.inputs, [count, sizeOf(inputs.shape)], storage.inputs), rows);
  const scaled =
    storage.inputs === "uint8" ? mul(cast(flat, "float32"), input(inputNames.inputScale, [])) : flat;
  const shaped = reshape(scaled, [...rows.shape, ...inputs.shape]);
  return { inputs: shaped, targets: gatherTargets(plan, rows, storage) };
}

/** The parameters of the model as graph inputs. */
export const modelParameters = ({ model }: Pick<Plan, "model">): ModelParameter[] =>
  model.parameters.map(({ name, layer, role, shape }) => ({ name, layer, role, value: input(name, shape) }));

/** The mean over the rows that are there. */
function meanOverRows(perExample: Tensor, present: Tensor | undefined): Tensor {
  return present ? div(sum(mul(perExample, present)), sum(present)) : mean(perExample);
}

interface Build {
  readonly plan: Plan;
  readonly seams: StepSeams;
  readonly parameters: readonly ModelParameter[];
  readonly present: Tensor | undefined;
}

interface BatchLoss {
  readonly loss: Tensor;
  /** The running values of the layers, before and after the step. */
  readonly running: Step["state"];
}

/** The data loss of one mini-batch as training sees it: every seam from `data` to `targets` has acted. */
function batchLoss({ plan, seams, parameters, present }: Build, batch: Batch): BatchLoss {
  const running: { before: Tensor; after: Tensor }[] = [];
  const views = new Map(parameters.map((parameter) => [parameter.name, seams.weights(parameter)]));
  const augmented = seams.batch({ ...batch, inputs: seams.data(batch.inputs) });
  const outputs = forward(plan.model, seams.input(augmented.inputs), {
    isTraining: true,
    present,
    parameter: ({ name }) => views.get(name) as Tensor,
    running: ({ name, shape }, after) => {
      const before = input(name, shape);
      running.push({ before, after: after?.(before) ?? before });
      return before;
    },
    site: (hidden, place) => seams.layers(hidden, siteAt(plan.model, place)),
  });
  const targets = seams.targets(augmented.targets);
  const perExample = plan.loss.element.perExample(outputs, targets, plan.loss.settings);
  return { loss: meanOverRows(perExample, present), running };
}

/** The gradients of the objective that the optimizer is given, and the learning rate that is left to it. */
function optimizerInputs({ plan, seams, parameters }: Build, objective: Tensor, learningRate: Tensor) {
  const { element, settings } = plan.optimizer;
  const weights = parameters.map(({ value }) => value);
  const isFree = plan.techniques.every(({ regularizer }) => !regularizer.at.gradients);
  // Scaled once at the start of the sweep, instead of once for every parameter.
  if (isFree && element.isProportional?.(settings))
    return { grads: gradients(objective, weights, learningRate), rate: constant(1) };
  return { grads: seams.gradients(gradients(objective, weights), parameters), rate: learningRate };
}

/** The optimizer's update of every parameter, and the `update` seam after it. */
function updates(build: Build, objective: Tensor, learningRate: Tensor) {
  const { plan, seams, parameters } = build;
  const { element, settings } = plan.optimizer;
  const { grads, rate } = optimizerInputs(build, objective, learningRate);
  const slotNames = element.slots(settings);
  const scalars = Object.fromEntries(
    Object.keys(element.scalars?.(1, settings) ?? {}).map((name) => [
      name,
      input(inputNames.scalar(name), []),
    ]),
  );
  const state = parameters.flatMap((parameter, i) => {
    const slots = Object.fromEntries(
      slotNames.map((slot) => [slot, input(inputNames.slot(parameter.name, slot), parameter.value.shape)]),
    );
    const change = element.update(
      {
        weight: parameter.value,
        gradient: grads[i] as Tensor,
        slots,
        parameter,
        learningRate: rate,
        scalars,
      },
      settings,
    );
    return [
      { before: parameter.value, after: seams.update(parameter, change.weight) },
      ...slotNames.map((slot) => ({ before: slots[slot] as Tensor, after: change.slots[slot] as Tensor })),
    ];
  });
  return { state, scalars: Object.values(scalars) };
}

/** One training step: every seam in its order, then the record of the mini-batch's data loss. */
export function trainingStep(plan: Plan, storage: Storage): Step {
  const rows = input(inputNames.rows, [plan.batchSize], "int32");
  const present = isRagged(plan) ? input(inputNames.present, [plan.batchSize]) : undefined;
  const step = input(inputNames.step, [], "int32");
  const learningRate = input(inputNames.learningRate, []);
  const keys: Tensor[] = [];
  const reports: Record<string, Tensor> = {};
  const seams = foldSeams(activate(plan.techniques), {
    key: (stream) => {
      const key = input(inputNames.key(stream), [], "int32");
      keys.push(key);
      return key;
    },
    present,
    trainingRows: input(inputNames.trainingRows, []),
    learningRate,
    classes: plan.classes,
    report: (path, value) => {
      reports[path] = value;
    },
  });
  const parameters = modelParameters(plan);
  const build: Build = { plan, seams, parameters, present };
  const { loss, running } = batchLoss(build, gatherBatch(plan, rows, storage));
  const objective = add(loss, seams.penalty(parameters));
  const { state, scalars } = updates(build, objective, learningRate);
  return {
    perStep: [rows, ...(present ? [present] : []), step, learningRate, ...scalars, ...keys],
    state: [...state, ...running],
    scans: { loss, ...reports },
    // No loss is negative; infinity and NaN both fail the comparison with the largest finite float32.
    goOn: lessOrEqual(loss, 3.4028234e38),
  };
}

/** One batch in evaluation mode: the loss and the prediction of each example, free of noise, masks and penalties. */
export function evaluationStep(plan: Plan, storage: Storage, batchSize: number): Step {
  const rows = input(inputNames.rows, [batchSize], "int32");
  const { inputs, targets } = gatherBatch(plan, rows, storage);
  const outputs = forward(
    plan.model,
    inputs,
    evaluationPass({
      parameter: ({ name, shape }) => input(name, shape),
      running: ({ name, shape }) => input(name, shape),
    }),
  );
  const { element, settings } = plan.loss;
  return {
    perStep: [rows],
    state: [],
    scans: { losses: element.perExample(outputs, targets, settings), predictions: element.predict(outputs) },
  };
}

/** The value of all penalties at some weights, a scalar. */
export function penaltyValue(plan: Plan): Tensor {
  const seams = foldSeams(activate(plan.techniques), {
    key: (stream) => input(inputNames.key(stream), [], "int32"),
    trainingRows: input(inputNames.trainingRows, []),
    learningRate: input(inputNames.learningRate, []),
    classes: plan.classes,
  });
  return seams.penalty(modelParameters(plan));
}
