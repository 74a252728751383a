import { bug } from "../base/index.ts";
import {
  cast,
  constant,
  equal,
  gather,
  gradients,
  input,
  inputName,
  lessOrEqual,
  mul,
  reshape,
  type Shape,
  sizeOf,
  type Tensor,
} from "../graph/index.ts";
import type { Step } from "../onnx/index.ts";
import { type Batch, foldSeams, type ModelParameter, type StepValues } from "../seams/index.ts";
import { evaluatedOutputs, evaluationSeams } from "./evaluated.ts";
import { type Build, type Carried, entering, type Moment, momentOf, objectiveOf } from "./objective.ts";
import type { Plan } from "./plan.ts";
import { activate, samplersAmong, type StrengthOf } from "./techniques.ts";

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
  /** int32 `[batch]`: where in the arrays the rows of a batch are; padded where the last batch is smaller. */
  rows: "batch.rows",
  /** float32 `[batch]`: 1 for a row that is there, 0 for padding. */
  present: "batch.present",
  /** float32 `[batch]`: how much each row counts in the loss; 0 for padding. */
  weights: "batch.weights",
  step: "run.step",
  /** The key of a random stream at a step, int32. */
  key: (stream: string): string => `${keyPrefix}${stream}`,
  learningRate: "run.learningRate",
  trainingRows: "run.trainingRows",
  slot: (parameter: string, slot: string): string => `${parameter}:${slot}`,
  scalar: (name: string): string => `optimizer.${name}`,
} as const;

/** What techniques added to the losses of examples, as its mean over an epoch is told. */
export const addedPath = "losses.added";

/** What holds for a whole run, as techniques may ask for it. */
const runValues = ({ classes, stepsPerEpoch, model, recipe }: Plan) =>
  ({
    trainingRows: input(inputNames.trainingRows, []),
    classes,
    stepsPerEpoch,
    epochs: recipe.epochs,
    sites: model.sites,
  }) satisfies Partial<StepValues>;

/** Whether the last batch of an epoch is smaller than the others. */
export const isRagged = ({ rows, batchSize }: Plan): boolean => rows.train.length % batchSize !== 0;

/** The form in which the engine holds the data set. */
export interface Storage {
  readonly inputs: "float32" | "uint8" | "int32";
  /** How many rows its arrays have: all, or those of a window. */
  readonly rows: number;
  /** `"dense"`: what the loss compares with, `[rows, outputs]`; `"labels"`: class numbers, spread in every step. */
  readonly targets: "dense" | "labels";
}

/** The targets that `rows` names, as the loss compares with them. */
function gatherTargets({ classes, model }: Plan, rows: Tensor, storage: Storage): Tensor {
  if (storage.targets === "dense")
    return gather(input(inputNames.targets, [storage.rows, model.outputs]), rows);
  const labels = gather(input(inputNames.targets, [storage.rows], "int32"), rows);
  const classNumbers = constant(
    Array.from({ length: classes }, (_, i) => i),
    [1, classes],
    "int32",
  );
  return cast(equal(reshape(labels, [...labels.shape, 1]), classNumbers), "float32");
}

/** The examples at some places of the arrays, scaled, and their targets. */
export function gatherBatch(plan: Plan, rows: Tensor, storage: Storage): Batch {
  const { inputs } = plan.dataset;
  // Held flat, so that layers that want rows of numbers need not reshape a batch.
  const flat = gather(input(inputNames.inputs, [storage.rows, sizeOf(inputs.shape)], storage.inputs), rows);
  const scaled =
    storage.inputs === "uint8" ? mul(cast(flat, "float32"), input(inputNames.inputScale, [])) : flat;
  const shaped = reshape(scaled, [...rows.shape, ...inputs.shape]);
  return { inputs: shaped, targets: gatherTargets(plan, rows, storage) };
}

/** The parameters of the model as graph inputs. */
export const modelParameters = ({ model, batchSize }: Pick<Plan, "model" | "batchSize">): ModelParameter[] =>
  model.parameters.map((spec) => ({
    ...spec,
    ...(spec.perExample && { examples: batchSize }),
    value: input(spec.name, spec.shape),
  }));

/** What the optimizer is given: the gradients of the objective, and the learning rate that is left to it. */
function optimizerInputs(moment: Moment, batch: Batch, objective: Tensor) {
  const { plan, seams, parameters, values } = moment;
  const { element, settings } = plan.optimizer;
  const weights = parameters.map(({ value }) => value);
  const isFree = plan.techniques.every(({ regularizer }) => !regularizer.at.gradients);
  // Scaled once at the start of the sweep, instead of once for every parameter.
  if (isFree && element.isProportional?.(settings))
    return { grads: gradients(objective, weights, values.learningRate), rate: constant(1) };
  const gradientsAt = (others: readonly Tensor[]): readonly Tensor[] => {
    const shifted = parameters.map((parameter, i) => ({ ...parameter, value: others[i] as Tensor }));
    return gradients(objectiveOf(momentOf(moment, shifted), batch).objective, others);
  };
  const grads = seams.gradients(gradients(objective, weights), parameters, gradientsAt);
  return { grads, rate: values.learningRate };
}

/** The optimizer's update of every parameter, and the `update` seam after it. */
function updates(moment: Moment, batch: Batch, objective: Tensor) {
  const { plan, seams, parameters } = moment;
  const { element, settings } = plan.optimizer;
  const { grads, rate } = optimizerInputs(moment, batch, objective);
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

/** Running values after the step, as the seam `update` leaves them. */
const updatedStatistics = ({ plan, seams }: Moment, carried: Carried): Carried =>
  carried.map(({ before, after }) => {
    const name = inputName(before);
    const { layer } =
      plan.model.running.find((spec) => spec.name === name) ?? bug(`No running value ${name}`);
    return { before, after: seams.update({ name, layer, role: "statistic", value: before }, after) };
  });

/** The key of a stream, as an input that is remembered. */
function keyFor(keys: Map<string, Tensor>, stream: string): Tensor {
  const key = keys.get(stream) ?? input(inputNames.key(stream), [], "int32");
  keys.set(stream, key);
  return key;
}

/** One training step: every seam in its order, then the record of the mini-batch's data loss. */
export function trainingStep(plan: Plan, storage: Storage, strengthOf?: StrengthOf): Step {
  const rows = input(inputNames.rows, [plan.batchSize], "int32");
  const present = isRagged(plan) ? input(inputNames.present, [plan.batchSize]) : undefined;
  const weights = plan.rowWeights ? input(inputNames.weights, [plan.batchSize]) : undefined;
  const step = input(inputNames.step, [], "int32");
  const learningRate = input(inputNames.learningRate, []);
  const keys = new Map<string, Tensor>();
  const reports: Record<string, Tensor> = {};
  const values: Build["values"] = {
    key: (stream) => keyFor(keys, stream),
    present,
    ...runValues(plan),
    learningRate,
    step: cast(step, "float32"),
    report: (path, value) => {
      reports[path] = value;
    },
  };
  const fromLayers: Carried = [];
  const build: Build = { plan, techniques: activate(plan.techniques, strengthOf), values, weights };
  const forwardMoment = momentOf(build, modelParameters(plan), fromLayers);
  const batch = entering(forwardMoment, gatherBatch(plan, rows, storage));
  const { loss, added, objective } = objectiveOf(forwardMoment, batch);
  const fromUpdates: Carried = [];
  const updateMoment = momentOf(build, forwardMoment.parameters, fromUpdates);
  const { state, scalars } = updates(updateMoment, batch, objective);
  const statistics = updatedStatistics(updateMoment, fromLayers);
  return {
    perStep: [
      rows,
      ...[present, weights].filter((known) => known !== undefined),
      step,
      learningRate,
      ...scalars,
      ...keys.values(),
    ],
    state: [...state, ...statistics, ...fromUpdates],
    scans: { loss, ...reports, ...(added && { [addedPath]: added }) },
    // No loss is negative; infinity and NaN both fail the comparison with the largest finite float32.
    goOn: lessOrEqual(loss, 3.4028234e38),
  };
}

const valueOf = ({ name, shape }: { readonly name: string; readonly shape: Shape }): Tensor =>
  input(name, shape);

const answersOf = ({ loss: { element, settings } }: Plan, outputs: Tensor, targets: Tensor) => ({
  losses: element.perExample(outputs, targets, settings),
  predictions: element.predict(outputs),
});

/** One batch in evaluation mode: the loss and the prediction of each example, free of noise, masks and penalties. */
export function evaluationStep(plan: Plan, storage: Storage, batchSize: number): Step {
  const rows = input(inputNames.rows, [batchSize], "int32");
  const { inputs, targets } = gatherBatch(plan, rows, storage);
  const outputs = evaluatedOutputs(plan, inputs, { valueOf });
  const isAsked = plan.techniques.some(({ regularizer }) => regularizer.at.after);
  const scans = { ...answersOf(plan, outputs, targets), ...(isAsked && { outputs }) };
  return { perStep: [rows], state: [], scans };
}

/** The same with the noise of the techniques that stand for a distribution of models. */
export function sampledStep(plan: Plan, storage: Storage, batchSize: number): Step {
  const rows = input(inputNames.rows, [batchSize], "int32");
  const { inputs, targets } = gatherBatch(plan, rows, storage);
  const keys = new Map<string, Tensor>();
  const noise = foldSeams(activate(samplersAmong(plan.techniques)), {
    ...runValues(plan),
    key: (stream) => keyFor(keys, `prediction/${stream}`),
    learningRate: constant(0),
    step: constant(0),
    holdings: { parameter: valueOf, running: valueOf },
  });
  const techniques = plan.techniques.filter(({ regularizer }) => !regularizer.samplesPrediction);
  const outputs = evaluatedOutputs({ ...plan, techniques }, inputs, { valueOf, noise });
  return { perStep: [rows, ...keys.values()], state: [], scans: answersOf(plan, outputs, targets) };
}

/** The value of all penalties at the weights that are evaluated, a scalar. */
export function penaltyValue(plan: Plan): Tensor {
  const values = {
    key: (stream: string) => input(inputNames.key(stream), [], "int32"),
    ...runValues(plan),
    learningRate: input(inputNames.learningRate, []),
    step: cast(input(inputNames.step, [], "int32"), "float32"),
  };
  const build = { plan, techniques: activate(plan.techniques), values };
  const seams = evaluationSeams(plan, valueOf);
  const parameters = modelParameters(plan).map((parameter) => ({
    ...parameter,
    value: seams.values(parameter),
  }));
  return momentOf(build, parameters).seams.penalty(parameters);
}
