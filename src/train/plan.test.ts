import { expect, test } from "vitest";
import { blobs, phrases, slopes, tinyPlan } from "../../test/tiny-runs.ts";
import type { Dataset, SourceDataset } from "../data/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { scaleOf } from "./plan.ts";

const image = (rows: number): Dataset => ({
  name: "images",
  rows,
  inputs: { kind: "image", shape: [1, 2, 2], values: new Uint8Array(rows * 4) },
  targets: {
    kind: "classes",
    labels: Int32Array.from({ length: rows }, (_, i) => i % 2),
    classes: ["a", "b"],
  },
});

test("counts updates, and lets the last batch be smaller", () => {
  const plan = tinyPlan({ batchSize: 10 });
  expect(plan.rows.train).toHaveLength(36);
  expect([plan.batchSize, plan.stepsPerEpoch]).toEqual([10, 4]);
  expect(scaleOf(plan)).toEqual({ learningRate: 0.1, trainingRows: 36, stepsPerEpoch: 4, epochs: 3 });
});

test("a batch larger than the data is all of it", () => {
  const plan = tinyPlan({ batchSize: 500 });
  expect([plan.batchSize, plan.stepsPerEpoch]).toEqual([36, 1]);
});

test("the training score is measured on all rows, or on as many of them as wanted, always the same ones", () => {
  expect(tinyPlan({}).measuredTrain).toEqual(tinyPlan({}).rows.train);
  const few = tinyPlan({ evaluation: { trainRows: 7 } });
  expect(few.measuredTrain).toHaveLength(7);
  expect(new Set(few.measuredTrain).size).toBe(7);
  expect([...few.measuredTrain].every((row) => few.rows.train.includes(row))).toBe(true);
  expect(few.measuredTrain).toEqual(few.measuredTrain.toSorted());
  expect(tinyPlan({ evaluation: { trainRows: 7 } }).measuredTrain).toEqual(few.measuredTrain);
  expect(tinyPlan({ evaluation: { trainRows: 7 }, seed: 2 }).measuredTrain).not.toEqual(few.measuredTrain);
});

test("the targets decide task, loss and leading metric", () => {
  const classification = tinyPlan({});
  expect([classification.task, classification.classes, classification.loss.element.id]).toEqual([
    "classification",
    3,
    "crossEntropy",
  ]);
  expect(classification.metrics[0]?.id).toBe("accuracy");
  const regression = tinyPlan({}, slopes(60));
  expect([regression.task, regression.classes, regression.loss.element.id]).toEqual(["regression", 0, "mse"]);
  expect(regression.metrics[0]?.id).toBe("r2");
  expect(regression.model.outputs).toBe(2);
});

test("regression targets are standardized on the training rows, or left alone", () => {
  const { dataset, rows, targetScaling } = tinyPlan({}, slopes(200));
  const values = dataset.targets.kind === "numbers" ? dataset.targets.values : new Float32Array();
  const scaled = [0, 1].map((column) =>
    Array.from(
      rows.train,
      (row) =>
        ((values[2 * row + column] ?? 0) - (targetScaling.shift[column] ?? 0)) *
        (targetScaling.scale[column] ?? 0),
    ),
  );
  for (const column of scaled) {
    expect(column.reduce((total, value) => total + value, 0) / column.length).toBeCloseTo(0, 4);
    expect(column.reduce((total, value) => total + value * value, 0) / column.length).toBeCloseTo(1, 1);
  }
  expect(tinyPlan({ scaling: { targets: "none" } }, slopes(60)).targetScaling).toEqual({
    shift: Float32Array.of(0),
    scale: Float32Array.of(1),
  });
});

const refusals: readonly (readonly [string, RecipeInput, SourceDataset, string])[] = [
  [
    "a loss for the other task",
    { loss: "mse" },
    blobs(60),
    'loss: got "mse", a loss for regression, expected a loss for classification',
  ],
  [
    "a loss for classes",
    { loss: "crossEntropy" },
    slopes(60),
    "expected a loss for regression: huber, mae, mse",
  ],
  [
    "a layer that is not there",
    { regularizers: [{ use: "l2", layers: ["dense1", "dense9"] }] },
    blobs(60),
    'regularizers[0].layers: got "dense9", expected names of layers, or of parameters, of this model: dense1, output, dense1.weight',
  ],
  [
    "dropout on the output, which is no hidden layer",
    { regularizers: [{ use: "dropout", layers: ["output"] }] },
    blobs(60),
    'regularizers[0].layers: got "output", expected names of hidden layers of this model: dense1',
  ],
  [
    "distributions of weights that are no factors of sums",
    {
      model: { layers: [{ use: "embedding", width: 4 }, "tokenPooling"] },
      regularizers: [{ use: "bayesByBackprop", layers: ["embedding1"] }],
    } as RecipeInput,
    phrases(60),
    'regularizers[0].layers: got "embedding1", expected names of dense and convolutional layers of this model: output',
  ],
  [
    "early stopping without validation",
    { regularizers: ["l2", "earlyStopping"], split: { validation: 0 } },
    blobs(60),
    'regularizers[1]: got "earlyStopping" for a split without one, expected a validation part, which it needs',
  ],
  [
    "a metric that is not there",
    { regularizers: ["l2", { use: "earlyStopping", monitor: ["loss", "acuracy"] }] },
    blobs(60),
    'regularizers[1].monitor: got "acuracy", expected what this run measures: loss, metric, accuracy, balancedAccuracy, calibrationError, f1Macro, f1Weighted, logLoss, precisionMacro, recallMacro. Did you mean "accuracy"?',
  ],
  [
    "a metric of another task",
    { regularizers: [{ use: "earlyStopping", monitor: "r2" }] },
    blobs(60),
    'regularizers[0].monitor: got "r2", expected what this run measures: loss, metric, accuracy, balancedAccuracy, calibrationError, f1Macro, f1Weighted, logLoss, precisionMacro, recallMacro. "r2" is measured in a regression.',
  ],
  [
    "dropout without a hidden layer",
    { model: "logistic", regularizers: ["dropout"] },
    blobs(60),
    'regularizers[0]: got "dropout" for a model without any, expected hidden layers, which it needs',
  ],
  [
    "dropout of channels in a model of plain units",
    { regularizers: ["spatialDropout"] },
    blobs(60),
    'regularizers[0]: got "spatialDropout" for a model of dense layers, expected hidden layers of images or sequences',
  ],
  [
    "a rotation of a table",
    { regularizers: ["rotate"] },
    blobs(60),
    'regularizers[0]: got "rotate" for a table, expected images, which it needs. Leave it out, or train on images.',
  ],
  [
    "smoothed labels of a regression",
    { regularizers: ["labelSmoothing"] },
    slopes(60),
    'regularizers[0]: got "labelSmoothing" for a target of numbers, expected classes to tell apart',
  ],
  [
    "noise on token numbers",
    { model: "text-embedding", regularizers: ["inputNoise"] },
    phrases(40),
    'regularizers[0]: got "inputNoise" for texts, expected inputs that are numbers',
  ],
  [
    "stochastic depth without residual blocks",
    { regularizers: ["stochasticDepth"] },
    blobs(60),
    'regularizers[0]: got "stochasticDepth" for a model of dense layers, expected residual blocks',
  ],
];

test.each(refusals)("refuses %s in one sentence", (_, recipe, dataset, message) => {
  expect(() => tinyPlan(recipe, dataset)).toThrow(message);
});

test("a run knows which needs of techniques it meets", () => {
  expect(tinyPlan({}, blobs(60)).meets).toMatchObject({ images: false, hiddenLayers: true, channels: false });
  expect(tinyPlan({ model: { layers: [{ use: "conv", kernel: 1 }] } }, image(40)).meets).toMatchObject({
    images: true,
    channels: true,
    residualBlocks: false,
  });
});

test("names of layers are those that a restriction takes", () => {
  const { model, techniques } = tinyPlan({
    model: { preset: "mlp", hidden: [4, 3] },
    regularizers: ["l2", { use: "l2", layers: ["output"] }, "dropout"],
  });
  expect(model.layers.map(({ name }) => name)).toEqual(["dense1", "dense2", "output"]);
  expect(model.parameters.map(({ name, shape }) => `${name} ${shape.join("x")}`)).toEqual([
    "dense1.weight 2x4",
    "dense1.bias 4",
    "dense2.weight 4x3",
    "dense2.bias 3",
    "output.weight 3x3",
    "output.bias 3",
  ]);
  expect(techniques.map(({ key }) => key)).toEqual(["l2", "l2#2", "dropout"]);
});

test("pixels are divided, not standardized", () => {
  const { inputScaling } = tinyPlan({ scaling: { divisor: 4 } }, image(40));
  expect([inputScaling.shift, inputScaling.scale]).toEqual([Float32Array.of(0), Float32Array.of(0.25)]);
});
