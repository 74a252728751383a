// Why stopping early regularizes: t steps of gradient descent on a quadratic are a filter of its spectrum.
import { expect, test } from "vitest";
import { freshRun, numbersOf, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { mean, stream } from "../base/index.ts";
import type { Dataset } from "../data/index.ts";
import type { Plan } from "./plan.ts";

/** Two correlated columns and a number that depends on them. */
function correlated(rows: number): Dataset {
  const draw = stream(1, "correlated");
  const values = new Float32Array(2 * rows);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const [common, own, noise] = [draw.normal(), draw.normal(), draw.normal()];
    values.set([common, 0.8 * common + 0.6 * own], 2 * row);
    targets[row] = 2 * common - 3 * own + noise;
  }
  return {
    name: "correlated",
    rows,
    inputs: { kind: "table", shape: [2], values, columns: ["a", "b"] },
    targets: { kind: "numbers", values: targets, columns: ["y"] },
  };
}

const learningRate = 0.1;
const steps = [1, 2, 5, 20, 80];

const planOf = (epochs: number): Plan =>
  tinyPlan(
    {
      model: "logistic",
      split: { validation: 0, test: 0 },
      optimizer: { use: "sgd", learningRate },
      batchSize: 40,
      epochs,
    },
    correlated(40),
  );

/** The directions in which columns of equal variance are uncorrelated: their sum (sign 1) and difference (sign −1). */
const along = (sign: number, [a = 0, b = 0]: ArrayLike<number> & Iterable<number>): number =>
  (a + sign * b) / Math.SQRT2;

/** Along a direction, over the training rows: the mean square of the inputs, and the mean of their product with targets. */
function momentsOf({ dataset, inputScaling, targetScaling }: Plan, sign: number) {
  const { inputs, targets } = dataset;
  if (inputs.kind !== "table" || targets.kind !== "numbers") throw new Error("a table with numbers");
  const scaled = (value: number | undefined, { shift, scale }: typeof targetScaling, column: number) =>
    ((value as number) - (shift[column] as number)) * (scale[column] as number);
  const rows = Array.from(targets.values, (y, row) => ({
    x: along(
      sign,
      [0, 1].map((column) => scaled(inputs.values[2 * row + column], inputScaling, column)),
    ),
    y: scaled(y, targetScaling, 0),
  }));
  return { square: mean(rows.map(({ x }) => x * x)), product: mean(rows.map(({ x, y }) => x * y)) };
}

test.each([1, -1])(
  "after t steps a direction has come the share 1 − (1 − 2ηs²)ᵗ of its way (sign %d)",
  async (sign) => {
    const weights = (numbers: Record<string, number[]>) => along(sign, numbers["output.weight"] ?? []);
    const { square, product } = momentsOf(planOf(1), sign);
    const start = weights(numbersOf(freshRun(planOf(1)).state));
    const end = product / square;
    for (const count of steps) {
      const { kept } = await trainTiny(planOf(count));
      // The curvature of a mean of squares is twice the mean square.
      const left = (1 - learningRate * 2 * square) ** count;
      expect(weights(numbersOf(kept))).toBeCloseTo(end + left * (start - end), 5);
    }
  },
);
