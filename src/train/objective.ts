import { bug } from "../base/index.ts";
import { add, distinct, div, input, max, mean, mul, sub, sum, type Tensor } from "../graph/index.ts";
import {
  type Active,
  type Batch,
  foldSeams,
  type ForwardPass,
  type ModelParameter,
  type ModelPass,
  type RunningSpec,
  type StepSeams,
  type StepValues,
} from "../seams/index.ts";
import { forward, siteAt } from "./model.ts";
import type { Plan } from "./plan.ts";

/** A training step under construction. */
export interface Build {
  readonly plan: Plan;
  readonly techniques: readonly Active[];
  readonly values: Omit<StepValues, "holdings">;
  /** `[batch]`: how much each row counts, 0 for padding; all that are there alike when absent. */
  readonly weights?: Tensor | undefined;
}

/** Running values before and after the step. */
export type Carried = { readonly before: Tensor; readonly after: Tensor }[];

/** The seams of a step at some values of the parameters. */
export interface Moment extends Build {
  readonly parameters: readonly ModelParameter[];
  readonly seams: StepSeams;
  running(spec: RunningSpec, after: ((before: Tensor) => Tensor) | undefined): Tensor;
}

/**
 * @param carried hears of the running values; without it they stand still, and techniques tell nothing: a second look at
 * the same batch.
 */
export function momentOf(build: Build, parameters: readonly ModelParameter[], carried?: Carried): Moment {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  const running: Moment["running"] = ({ name, shape }, after) => {
    const before = input(name, shape);
    carried?.push({ before, after: after?.(before) ?? before });
    return before;
  };
  const { report, ...silent } = build.values;
  const seams = foldSeams(build.techniques, {
    ...silent,
    ...(carried && report && { report }),
    holdings: {
      parameter: ({ name }) => values.get(name) ?? bug(`The model has no parameter ${name}`),
      running,
    },
  });
  return { ...build, parameters, seams, running };
}

/** A mini-batch on its way into the model: the seams `data`, `batch`, `input` and `targets` have acted. */
export function entering({ seams }: Moment, batch: Batch): Batch {
  const augmented = seams.batch({ ...batch, inputs: seams.data(batch.inputs) });
  return { inputs: seams.input(augmented.inputs), targets: seams.targets(augmented.targets) };
}

/** Keeps a batch whose rows all weigh nothing from dividing by 0. */
const leastWeight = 1e-30;

/** The mean over the rows that are there, each as important as its weight. */
function meanOverRows(perExample: Tensor, { weights, values: { present } }: Build): Tensor {
  if (weights) return div(sum(mul(perExample, weights)), max(sum(weights), leastWeight));
  return present ? div(sum(mul(perExample, present)), sum(present)) : mean(perExample);
}

type Activations = { readonly site: ForwardPass["activations"][number]["site"]; readonly value: Tensor }[];

/** The model's outputs in training. */
function outputsOf({ plan, seams, parameters, running, values }: Moment, inputs: Tensor, heard: Activations) {
  const views = new Map(parameters.map((parameter) => [parameter.name, seams.weights(parameter)]));
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return forward(plan.model, inputs, {
    isTraining: true,
    present: values.present,
    parameter: ({ name }) => views.get(name) as Tensor,
    running,
    site: (hidden, place, product) => {
      const site = siteAt(plan.model, place);
      const value = seams.layers(
        hidden,
        site,
        product && { ...product, weight: byName.get(product.weight) as ModelParameter },
      );
      heard.push({ site, value });
      return value;
    },
  });
}

export interface Objective {
  /** The data loss of the mini-batch, as training sees it. */
  readonly loss: Tensor;
  /** What techniques made of the losses of examples, less the data loss; absent where none does. */
  readonly added: Tensor | undefined;
  /** What the gradients are of: the loss, what was added, and all penalties. */
  readonly objective: Tensor;
}

/** The pass of some inputs through the model, towards the targets of the batch. */
function passOf(moment: Moment, { inputs, targets }: Batch): ModelPass {
  const { element, settings } = moment.plan.loss;
  const activations: Activations = [];
  const outputs = outputsOf(moment, inputs, activations);
  const lossesFor = (others: Tensor): Tensor => element.perExample(outputs, others, settings);
  return {
    inputs,
    outputs,
    predictions: element.predict(outputs),
    targets,
    losses: lossesFor(targets),
    terms: element.terms?.(outputs, targets, settings),
    activations,
    lossesFor,
    at: (others) => passOf(momentOf(moment, moment.parameters), { inputs: others, targets }),
  };
}

/** The objective of a batch that has entered. */
export function objectiveOf(moment: Moment, batch: Batch): Objective {
  const { seams, parameters, techniques } = moment;
  const isPlain = !techniques.some(({ regularizer }) => regularizer.at.losses);
  const pass = passOf(moment, isPlain ? batch : { ...batch, inputs: distinct(batch.inputs) });
  const loss = meanOverRows(pass.losses, moment);
  const penalty = seams.penalty(parameters);
  if (isPlain) return { loss, added: undefined, objective: add(loss, penalty) };
  const changed = meanOverRows(seams.losses(pass), moment);
  return { loss, added: sub(changed, loss), objective: add(changed, penalty) };
}
