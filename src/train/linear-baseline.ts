// What a linear model makes of the same data: what a network has to beat to be worth its trouble.
import { permutation, stream } from "../base/index.ts";
import { sizeOf } from "../graph/index.ts";
import { applyPreprocessing, rowStreamOf } from "../data/index.ts";
import {
  type Examples,
  fitLogistic,
  fitRidge,
  predictRidge,
  probabilitiesOf,
  type SparseExamples,
} from "../linear/index.ts";
import { pixelRows, type RowsOf, wordRows } from "./linear-rows.ts";
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

/** As scikit-learn has them where nothing is said. */
const lambda = 1;
const tolerance = 1e-4;
/**
 * What one pass of a logistic regression, and the equations of a ridge regression, may take, in multiplications: about a
 * second in all. Rows with gaps between their numbers take longer.
 */
const mostInPass = { dense: 4e6, sparse: 1.5e6 };
const mostInEquations = 4e8;
/** Fewer rows than this, of more, say too little. */
const leastRows = 200;

/** Some of the training rows, drawn at random where they are not all. */
function drawn({ recipe, rows: { train } }: Plan, most: number): Int32Array {
  if (train.length <= most) return train;
  const order = permutation(stream(recipe.seed, "linearBaseline"), train.length);
  return order.subarray(0, Math.floor(most)).map((at) => train[at] as number);
}

/** So many rows as can be afforded; nothing where they are too few to say anything. */
function affordable(plan: Plan, most: number): Int32Array | undefined {
  const rows = drawn(plan, most);
  return rows.length < Math.min(leastRows, plan.rows.train.length) ? undefined : rows;
}

const tooLong = (columns: number): NoBaseline => ({
  skipped: `no linear model of ${columns} columns is fitted beside a run: it would take too long`,
});

const weightsOf = ({ dataset: { weights } }: Plan, rows: Int32Array): Float32Array | undefined =>
  weights && Float32Array.from(rows, (row) => weights[row] ?? 1);

function denseRows(plan: Plan, rows: Int32Array): Examples {
  const { inputs } = plan.dataset;
  const columns = sizeOf(plan.dataset.inputs.shape);
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) =>
    picked.set(inputs.values.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  const values = applyPreprocessing(picked, plan.inputScaling);
  return { rows: rows.length, columns, values, weights: weightsOf(plan, rows) };
}

/** How the rows of a classification are given to a linear model, and what that is called. */
function givenRows(plan: Plan): {
  readonly of: RowsOf | ((rows: Int32Array) => Examples);
  readonly title: string;
} {
  const { inputs } = plan.dataset;
  if (inputs.kind === "tokens")
    return { of: wordRows(inputs, plan.rows.train), title: "Logistic regression on tf-idf" };
  if (inputs.kind === "image")
    return { of: pixelRows(inputs, plan.inputScaling), title: "Logistic regression on pixels" };
  return { of: (rows) => denseRows(plan, rows), title: "Logistic regression" };
}

/** How many numbers of a row are not 0, by the first ones. */
function meanNumbers(given: SparseExamples | Examples): number {
  return "starts" in given ? given.values.length / given.rows : given.columns;
}

function classifier(plan: Plan): LinearBaseline | NoBaseline {
  const { of, title } = givenRows(plan);
  const outputs = plan.classes === 2 ? 1 : plan.classes;
  const some = of(drawn(plan, leastRows));
  const most = mostInPass["starts" in some ? "sparse" : "dense"];
  const rows = affordable(plan, most / (Math.max(1, meanNumbers(some)) * outputs));
  if (!rows) return tooLong(sizeOf(plan.dataset.inputs.shape));
  const examples = { ...of(rows), weights: weightsOf(plan, rows) };
  const model = fitLogistic(examples, scaledTargets(plan, rows), plan.classes, { lambda, tolerance });
  return { title, rows: rows.length, predict: (wanted) => probabilitiesOf(model, of(wanted)) };
}

function regressor(plan: Plan): LinearBaseline | NoBaseline {
  const { inputs } = plan.dataset;
  if (inputs.kind === "tokens")
    return { skipped: "no linear model is fitted beside a run from texts to numbers" };
  const columns = sizeOf(plan.dataset.inputs.shape);
  const { train } = plan.rows;
  const [less, more] = [Math.min(columns, train.length), Math.max(columns, train.length)];
  const isAffordable = less ** 2 * more <= mostInEquations;
  const rows = affordable(plan, isAffordable ? train.length : mostInEquations / columns ** 2);
  if (!rows) return tooLong(columns);
  const model = fitRidge(denseRows(plan, rows), scaledTargets(plan, rows), lambda);
  const title = inputs.kind === "image" ? "Ridge regression on pixels" : "Ridge regression";
  const predict = (wanted: Int32Array) => Float32Array.from(predictRidge(model, denseRows(plan, wanted)));
  return { title, rows: rows.length, predict };
}

/** The targets of some rows of a regression, in the scale that is trained; of a classification their classes. */
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

/** Fits a linear model to the training rows. The same plan gives the same numbers. */
export function linearBaseline(plan: Plan): LinearBaseline | NoBaseline {
  const { inputs } = plan.dataset;
  const isStreamed = inputs.kind !== "tokens" && rowStreamOf(inputs) !== undefined;
  if (isStreamed)
    return { skipped: "no linear model is fitted beside a run whose rows are not all in memory" };
  return plan.task === "regression" ? regressor(plan) : classifier(plan);
}
