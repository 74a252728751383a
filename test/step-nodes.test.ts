// The compiled update holds the nodes that it needs and no others: every node costs about a microsecond.
import { expect, test } from "vitest";
import { compileLoop } from "../src/onnx/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import { storageOf } from "../src/train/engine-data.ts";
import { trainingStep } from "../src/train/step.ts";
import { counted, decodeModel } from "./onnx-nodes.ts";
import { blobs, slopes, tinyPlan } from "./tiny-runs.ts";

const plain: RecipeInput = {
  model: { preset: "mlp", hidden: [5, 4] },
  optimizer: "sgd",
  // Of 36 training rows: no smaller last batch.
  batchSize: 12,
};

function compiled(recipe: RecipeInput, dataset = blobs(60)) {
  const plan = tinyPlan({ ...plain, ...recipe }, dataset);
  return decodeModel(compileLoop(trainingStep(plan, storageOf(plan))));
}
const nodesOf = (...given: Parameters<typeof compiled>): Record<string, number> =>
  counted(compiled(...given).inside);

test("plain SGD on a multi-layer perceptron with two hidden layers", () => {
  expect(nodesOf({})).toMatchInlineSnapshot(`
    {
      "Exp": 1,
      "Gather": 4,
      "Gemm": 9,
      "HardSigmoid": 2,
      "LessOrEqual": 1,
      "LogSoftmax": 1,
      "MatMul": 2,
      "Mul": 6,
      "ReduceSum": 1,
      "Relu": 2,
      "Reshape": 3,
      "Sub": 1,
    }
  `);
});

test("the same for a regression", () => {
  expect(nodesOf({}, slopes(60))).toMatchInlineSnapshot(`
    {
      "Gather": 4,
      "Gemm": 9,
      "HardSigmoid": 2,
      "LessOrEqual": 1,
      "MatMul": 2,
      "Mul": 5,
      "ReduceSumSquare": 1,
      "Relu": 2,
      "Reshape": 3,
      "Sub": 1,
    }
  `);
});

test("with momentum", () => {
  expect(nodesOf({ optimizer: { use: "sgd", momentum: 0.9 } })).toMatchInlineSnapshot(`
    {
      "Exp": 1,
      "Gather": 4,
      "Gemm": 9,
      "HardSigmoid": 2,
      "LessOrEqual": 1,
      "LogSoftmax": 1,
      "MatMul": 2,
      "Mul": 17,
      "ReduceSum": 1,
      "Relu": 2,
      "Reshape": 3,
      "Sub": 7,
    }
  `);
});

test("with L2", () => {
  expect(nodesOf({ regularizers: ["l2"] })).toMatchInlineSnapshot(`
    {
      "Exp": 1,
      "Gather": 4,
      "Gemm": 9,
      "HardSigmoid": 2,
      "LessOrEqual": 1,
      "LogSoftmax": 1,
      "MatMul": 2,
      "Mul": 11,
      "ReduceSum": 1,
      "Relu": 2,
      "Reshape": 3,
      "Sub": 2,
    }
  `);
});

test("a technique that acts on nothing costs nothing", () => {
  expect(nodesOf({ regularizers: ["earlyStopping"] })).toEqual(nodesOf({}));
});

test.each(["sgd", "adam", "adamW", "rmsprop"] as const)("no result of an update by %s is copied", (use) => {
  for (const batchSize of [12, 8]) {
    const { inside } = compiled({ optimizer: use, regularizers: ["l2", "dropout"], batchSize });
    expect(inside).not.toContain("Identity");
  }
});
