// What a linear model makes of the same data: what a network has to beat to be worth its trouble.
import { permutation, stream } from "../base/index.ts";
import { applyPreprocessing, rowStreamOf } from "../data/index.ts";
import { type Examples, fitLogistic, fitRidge, predictRidge, probabilitiesOf } from "../linear/index.ts";
import type { Plan } from "./plan.ts";

/** A linear model of the training rows. */
export interface LinearBaseline {
  /** For people. */
  readonly title: string;
  /** How many training rows it was fitted to. */
  readonly rows: number;
  /** `[rows, outputs]`, in the scale of predictions. */
  predict(this: void, rows: Int32Array): Float32Array;
}

/** Why there is none. */
export interface NoBaseline {
  readonly skipped: string;
}

/** As scikit-learn has it where nothing is said. */
const lambda = 1;
/** What one pass of a logistic regression, and the equations of a ridge regression, may take, in multiplications. */
const mostInPass = 4e6;
const mostInEquations = 4e8;
/** Fewer rows than this, of more, say too little. */
const leastRows = 200;

/** So many of the training rows as can be afforded, drawn at random. */
function affordable(plan: Plan, columns: number): Int32Array {
  const { train } = plan.rows;
  const outputs = plan.classes === 2 ? 1 : plan.classes;
  const [less, more] = [Math.min(columns, train.length), Math.max(columns, train.length)];
  const most =
    plan.task === "classification"
      ? mostInPass / (columns * outputs)
      : less ** 2 * more <= mostInEquations
        ? train.length
        : mostInEquations / columns ** 2;
  if (train.length <= most) return train;
  const order = permutation(stream(plan.recipe.seed, "linearBaseline"), train.length);
  return order.subarray(0, Math.floor(most)).map((at) => train[at] as number);
}

function examplesOf({ dataset, inputScaling }: Plan, rows: Int32Array): Examples {
  const columns = dataset.inputs.shape[0] as number;
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) =>
    picked.set(dataset.inputs.values.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  const weights = dataset.weights && Float32Array.from(rows, (row) => dataset.weights?.[row] ?? 1);
  return { rows: rows.length, columns, values: applyPreprocessing(picked, inputScaling), weights };
}

/** The targets of some rows of a regression, in the scale that is trained. */
export function scaledTargets({ dataset: { targets }, targetScaling }: Plan, rows: Int32Array): Float64Array {
  if (targets.kind === "classes") return Float64Array.from(rows, (row) => targets.labels[row] as number);
  const width = targets.columns.length;
  const { shift, scale } = targetScaling;
  return Float64Array.from({ length: rows.length * width }, (_, at) => {
    const column = at % width;
    const value = targets.values[(rows[Math.floor(at / width)] as number) * width + column] as number;
    return (value - (shift[column % shift.length] as number)) * (scale[column % scale.length] as number);
  });
}

/** Fits a linear model to the training rows of a table. The same plan gives the same numbers. */
export function linearBaseline(plan: Plan): LinearBaseline | NoBaseline {
  const { inputs } = plan.dataset;
  if (inputs.kind !== "table" || inputs.shape.length !== 1)
    return {
      skipped: "no linear model of images or texts is fitted beside a run; train one by --model logistic",
    };
  if (rowStreamOf(inputs))
    return { skipped: "no linear model is fitted beside a run whose rows are not all in memory" };
  const columns = inputs.shape[0] as number;
  const rows = affordable(plan, columns);
  if (rows.length < Math.min(leastRows, plan.rows.train.length))
    return {
      skipped: `no linear model of ${columns} columns is fitted beside a run: it would take too long`,
    };
  const examples = examplesOf(plan, rows);
  if (plan.task === "regression") {
    const model = fitRidge(examples, scaledTargets(plan, rows), lambda);
    const predict = (wanted: Int32Array) => Float32Array.from(predictRidge(model, examplesOf(plan, wanted)));
    return { title: "Ridge regression", rows: rows.length, predict };
  }
  const model = fitLogistic(examples, scaledTargets(plan, rows), plan.classes, lambda);
  const predict = (wanted: Int32Array) => probabilitiesOf(model, examplesOf(plan, wanted));
  return { title: "Logistic regression", rows: rows.length, predict };
}
