import { datasets } from "../src/datasets/index.ts";
import type { Recipe } from "../src/recipe/index.ts";
import { float32, type Value } from "../src/runtime/index.ts";
import { createEngine, type Plan, planRun } from "../src/train/index.ts";
import { dataFolders } from "../src/worker/index.ts";
import { numpyNormals, numpyTwister, pythonShuffle, pythonTwister } from "./mersenne.ts";

/** By epoch; costs include the penalty as he counts it, divided by the number of rows that are measured. */
export interface Curves {
  readonly testCost: readonly number[];
  readonly testRight: readonly number[];
  readonly trainCost: readonly number[];
  readonly trainRight: readonly number[];
}

const seed = 12345678;
const sizes = [784, 30, 10] as const;

/** His initial weights, as `[inputs, outputs]`: a default initialization is drawn first and thrown away. */
function initialWeights(): Record<string, Value> {
  const [inputs, hidden, outputs] = sizes;
  const normal = numpyNormals(numpyTwister(seed));
  const draw = (count: number): Float32Array => Float32Array.from({ length: count }, normal);
  const drawAll = (): Float32Array[] => [hidden, outputs, inputs * hidden, hidden * outputs].map(draw);
  drawAll();
  const [b1, b2, w1, w2] = drawAll() as [Float32Array, Float32Array, Float32Array, Float32Array];
  return {
    "dense1.weight": float32(transposed(w1, inputs), [inputs, hidden]),
    "dense1.bias": float32(b1, [hidden]),
    "output.weight": float32(transposed(w2, hidden), [hidden, outputs]),
    "output.bias": float32(b2, [outputs]),
  };
}

/** A row-major matrix with `columns` columns, read the other way. */
function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] as number);
}

/** His orders of the training rows, one epoch after another: each shuffles the one before. */
function orders(rows: number, epochs: number): Int32Array {
  const twister = pythonTwister(seed);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const all = new Int32Array(rows * epochs);
  for (let epoch = 0; epoch < epochs; epoch++) {
    pythonShuffle(order, twister);
    all.set(order, epoch * rows);
  }
  return all;
}

/** A plan that takes all of his epochs in his orders as one long epoch. */
async function planOf(recipe: Recipe, lambda: number, epochs: number): Promise<Plan> {
  const dataset = await datasets.mnist.load(
    { heldOut: "validation" },
    { baseFolder: ".", dataFolders: dataFolders() },
  );
  const rows = recipe.split.train ?? 0;
  // λ/2n with the n of one epoch.
  const regularizers = lambda ? [{ use: "l2", lambda: lambda / rows, convention: "half" }] : [];
  const plan = planRun({ ...recipe, regularizers, shuffle: false, epochs: 1 }, dataset);
  const train = orders(rows, epochs);
  return {
    ...plan,
    rows: { ...plan.rows, train },
    stepsPerEpoch: train.length / plan.batchSize,
  };
}

const squaresOf = (weights: readonly Value[]): number =>
  weights.reduce((total, { values }) => (values as Float32Array).reduce((sum, w) => sum + w * w, total), 0);

/** The rows whose largest output is that of their label. */
function countRight(predictions: Float32Array, labels: Int32Array, rows: Int32Array): number {
  const classes = sizes[2];
  return rows.reduce((right, row, i) => {
    const outputs = predictions.subarray(i * classes, (i + 1) * classes);
    return right + Number(outputs.indexOf(Math.max(...outputs)) === labels[row]);
  }, 0);
}

/** Trains from his weights in his orders. */
export async function replay(recipe: Recipe, lambda: number, epochs: number): Promise<Curves> {
  const plan = await planOf(recipe, lambda, epochs);
  const engine = await createEngine(plan);
  const strengths = lambda ? { "l2.lambda": lambda / plan.measuredTrain.length } : {};
  const labels = (plan.dataset.targets as { readonly labels: Int32Array }).labels;
  let state: Readonly<Record<string, Value>> = initialWeights();
  const measure = async (rows: Int32Array): Promise<{ cost: number; right: number }> => {
    const { losses, predictions } = await engine.evaluate(state, rows);
    const squares = squaresOf([state["dense1.weight"], state["output.weight"]] as Value[]);
    const loss = losses.reduce((total, value) => total + value, 0) / rows.length;
    return {
      cost: loss + ((lambda / 2) * squares) / rows.length,
      right: countRight(predictions, labels, rows),
    };
  };
  const curves = { testCost: [], testRight: [], trainCost: [], trainRight: [] } as Record<
    keyof Curves,
    number[]
  >;
  const count = plan.stepsPerEpoch / epochs;
  for (let epoch = 0; epoch < epochs; epoch++) {
    ({ state } = await engine.train(state, strengths, { from: epoch * count, count }));
    const [test, train] = [await measure(plan.rows.validation), await measure(plan.measuredTrain)];
    curves.testCost.push(test.cost);
    curves.testRight.push(test.right);
    curves.trainCost.push(train.cost);
    curves.trainRight.push(train.right);
  }
  await engine.release();
  return curves;
}
