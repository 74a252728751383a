// What a linear model makes of the same data: what a network has to beat to be worth its trouble.
import { permutation, stream } from "../base/index.ts";
import {
  type Examples,
  fitLogistic,
  fitRidge,
  predictRidge,
  probabilitiesOf,
  type SparseExamples,
} from "../linear/index.ts";
import type { ReadRows } from "./examples.ts";
import { type LinearRows, pixelRows, rowParts, tableRows, wordRows } from "./linear-rows.ts";
import type { Plan } from "./plan.ts";

/** What a linear model is and what it was fitted to. */
export interface LinearFacts {
  /** For people. */
  readonly title: string;
  /** How many training rows it was fitted to, and how many numbers stand for each of them. */
  readonly rows: number;
  readonly columns: number;
}

/** A linear model of the training rows. */
export interface LinearBaseline extends LinearFacts {
  /** `[rows, outputs]`, in the scale of predictions. */
  predict(this: void, rows: Int32Array): Promise<Float32Array>;
}

/** As scikit-learn has them where nothing is said. */
const options = { lambda: 1, tolerance: 1e-4, iterations: 100 };

/** As many numbers of training rows are enough for hundreds of columns, and take a second with ten classes. */
const mostNumbers = 2e6;
/** What one pass over the rows may take, in multiplications: those of texts, with gaps between their numbers, take longer. */
const mostInPass = { dense: 1e8, sparse: 8e6 };
const mostRows = 100_000;
/** Fewer rows than this, of more, say too little. */
const leastRows = 200;

/** So many training rows, drawn at random where they are not all. */
function drawn({ recipe, rows: { train } }: Plan, most: number): Int32Array {
  if (train.length <= most) return train;
  const order = permutation(stream(recipe.seed, "linearBaseline"), train.length);
  return order
    .subarray(0, Math.floor(most))
    .map((at) => train[at] as number)
    .toSorted();
}

const weightsOf = ({ dataset: { weights } }: Plan, rows: Int32Array): Float32Array | undefined =>
  weights && Float32Array.from(rows, (row) => weights[row] ?? 1);

function linearRowsOf({ dataset: { inputs }, inputScaling, rows }: Plan, read: ReadRows): LinearRows {
  if (inputs.kind === "tokens") return wordRows(inputs, rows.train);
  return inputs.kind === "image" ? pixelRows(inputs, inputScaling, read) : tableRows(inputs, read);
}

/** How many rows can be afforded. */
function affordable(numbers: number, outputs: number, kind: keyof typeof mostInPass): number {
  const most = Math.min(mostNumbers, mostInPass[kind] / outputs) / Math.max(1, numbers);
  return Math.min(mostRows, Math.max(leastRows, most));
}

/** Fits a model, and says how it predicts. */
function fitted(plan: Plan, examples: Examples | SparseExamples, targets: Float64Array) {
  if (plan.task === "regression") {
    const model = fitRidge(examples, targets, options);
    return (wanted: Examples | SparseExamples) => predictRidge(model, wanted);
  }
  const model = fitLogistic(examples, targets, plan.classes, options);
  return (wanted: Examples | SparseExamples) => probabilitiesOf(model, wanted);
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

/**
 * Fits a linear model to the training rows, or to some of them. The same plan gives the same numbers.
 * @param read fetches rows of a table or of images.
 * @throws UserError when a row cannot be read.
 */
export async function linearBaseline(plan: Plan, read: ReadRows): Promise<LinearBaseline> {
  const { task, classes, dataset } = plan;
  const { title, columns, numbers, of } = linearRowsOf(plan, read);
  const { targets, inputs } = dataset;
  const width = targets.kind === "classes" ? classes : targets.columns.length;
  const outputs = task === "classification" && classes === 2 ? 1 : width;
  const rows = drawn(plan, affordable(numbers, outputs, inputs.kind === "tokens" ? "sparse" : "dense"));
  const examples = { ...(await of(rows)), weights: weightsOf(plan, rows) };
  const predicted = fitted(plan, examples, scaledTargets(plan, rows));
  const predict = async (wanted: Int32Array): Promise<Float32Array> => {
    const predictions = new Float32Array(wanted.length * width);
    let at = 0;
    for (const part of rowParts(wanted, columns)) {
      predictions.set(predicted(await of(part)), at);
      at += part.length * width;
    }
    return predictions;
  };
  const kind = task === "regression" ? "Ridge regression" : "Logistic regression";
  return { title: title === undefined ? kind : `${kind} ${title}`, rows: rows.length, columns, predict };
}
