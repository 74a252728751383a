import { expect, test } from "vitest";
import { stream } from "../base/index.ts";
import { parseRecipe, type RecipeInput } from "../recipe/index.ts";
import { describeModel } from "./model.ts";
import { summaryOf } from "./summary.ts";

const modelOf = (model: RecipeInput["model"], shape: readonly number[], outputs = 10) =>
  describeModel(
    parseRecipe({ model }, "recipe"),
    { kind: shape.length === 1 ? "table" : "image", shape, values: new Float32Array() },
    outputs,
  );

test("layers inside of others are called after them", () => {
  const inner = [
    { use: "conv", padding: "same", filters: 4 },
    "batchNorm",
    { use: "conv", padding: "same", filters: 4 },
  ];
  const list = ["conv", { use: "residual", layers: inner, normalized: true }, "globalAveragePool"];
  const model = modelOf({ layers: list } as never, [3, 8, 8]);
  expect(model.built.map(({ name, output }) => `${name} ${output.join("x")}`)).toEqual([
    "conv1 32x6x6",
    "residual1.conv1 4x6x6",
    "residual1.batchNorm1 4x6x6",
    "residual1.conv2 4x6x6",
    "residual1 4x6x6",
    "globalAveragePool1 4",
    "output 10",
  ]);
  expect(model.parameters.map(({ name }) => name).filter((name) => name.startsWith("residual1."))).toEqual([
    "residual1.conv1.weight",
    "residual1.conv1.bias",
    "residual1.batchNorm1.gain",
    "residual1.batchNorm1.offset",
    "residual1.conv2.weight",
    "residual1.conv2.bias",
    "residual1.shortcut.weight",
    "residual1.shortcut.gain",
    "residual1.shortcut.offset",
  ]);
  expect(model.running.map(({ name }) => name)).toEqual([
    "residual1.batchNorm1.mean",
    "residual1.batchNorm1.variance",
    "residual1.shortcut.mean",
    "residual1.shortcut.variance",
  ]);
});

test("hidden sites are where an activation has acted; a branch is a site of its own kind", () => {
  const branch = [{ use: "conv", padding: "same", activation: "linear" }, "batchNorm"];
  const list = ["conv", "maxPool", { use: "residual", layers: branch }, { use: "dense", units: 5 }];
  const { sites } = modelOf({ layers: list } as never, [3, 8, 8]);
  const layersOf = (kind: string): string[] =>
    sites.filter((site) => site.kind === kind).map(({ layer }) => layer);
  expect(layersOf("product")).toEqual(["conv1", "residual1.conv1", "dense1", "output"]);
  expect(layersOf("sums")).toEqual(["conv1", "dense1"]);
  expect(sites.filter(({ kind }) => kind === "hidden" || kind === "branch")).toEqual([
    { layer: "conv1", kind: "hidden", depth: 1 / 3, channels: 32, channelAxis: 1 },
    { layer: "residual1", kind: "branch", depth: 1, channels: 32, channelAxis: 1 },
    { layer: "residual1", kind: "hidden", depth: 2 / 3, channels: 32, channelAxis: 1 },
    { layer: "dense1", kind: "hidden", depth: 1, channels: 5 },
  ]);
});

// Counts as other implementations of the same nets have them.
test.each<[RecipeInput["model"], readonly number[], number, number]>([
  ["lenet", [1, 28, 28], 61_706, 0],
  ["cnn", [1, 28, 28], 1_199_882, 0],
  ["resnet-20", [3, 32, 32], 272_474, 1_568],
  ["resnet-56", [3, 32, 32], 855_770, 4_256],
  [{ preset: "resnet", block: "preActivation" }, [3, 32, 32], 272_282, 1_376],
])("%j on %j has %d trainable numbers and %d running ones", (model, shape, trainable, running) => {
  const { parameters, layers } = summaryOf(modelOf(model, shape));
  expect(parameters).toEqual({ trainable, running, total: trainable + running });
  const of = (key: "trainable" | "running"): number =>
    layers.reduce((total, layer) => total + layer.parameters[key], 0);
  expect([of("trainable"), of("running")]).toEqual([trainable, running]);
});

const branch = (...layers: object[]): object => ({ use: "residual", layers });

test.each<[string, readonly (object | string)[], readonly number[], RegExp]>([
  [
    "a kernel larger than its image",
    ["conv", { use: "conv", kernel: 7 }],
    [1, 8, 8],
    /^The layer conv2: got a kernel of 7×7 over an input of 6×6, expected/,
  ],
  [
    "pooling larger than its input",
    ["maxPool", "maxPool", "maxPool", "maxPool"],
    [1, 8, 8],
    /^The layer maxPool4: got a pooling window of 2×2 over an input of 1×1/,
  ],
  [
    "a convolution on a table",
    ["conv"],
    [4],
    /^The layer conv1: got examples of shape \[4\], expected images/,
  ],
  [
    "a convolution after dense layers",
    ["dense", "conv"],
    [1, 8, 8],
    /^The layer conv1: got examples of shape \[100\]/,
  ],
  [
    "an empty branch",
    [branch()],
    [4],
    /^The layer residual1: got no layers in its branch, expected at least one/,
  ],
  [
    "a branch that does not fit the input",
    [{ use: "residual", layers: ["conv"], shortcut: "identity" }],
    [32, 8, 8],
    /^The layer residual1: got a branch that gives \[32, 6, 6\] beside a shortcut of \[32, 8, 8\], expected equal shapes/,
  ],
  [
    "a branch that no stride leads to",
    [branch({ use: "conv" })],
    [3, 8, 8],
    /^The layer residual1: got a branch that gives \[32, 6, 6\] .*A projection shrinks by whole strides/,
  ],
  [
    "a fault inside a branch",
    [branch({ use: "conv", kernel: 9 })],
    [3, 8, 8],
    /^The layer residual1\.conv1: got a kernel of 9×9/,
  ],
  [
    "a branch that flattens",
    [branch({ use: "dense", units: 5 })],
    [3, 8, 8],
    /^The layer residual1: got a branch that gives \[5\] beside a shortcut of \[3, 8, 8\].* Leave out of the branch what flattens/,
  ],
])("%s is refused by the layer's name", (_, layers, shape, message) => {
  expect(() => modelOf({ layers } as never, shape)).toThrow(message);
});

test("the depth of a residual net is 6n + 2", () => {
  expect(() => modelOf("resnet-21", [3, 32, 32])).toThrow(
    /^model.depth: got 21, expected 6n \+ 2 .* The nearest one is 20\.$/,
  );
});

test("an output layer that starts at 0 differs from others in nothing but its weights", () => {
  const starts = (zeroOutput: boolean) =>
    modelOf({ preset: "mlp", hidden: [3], zeroOutput }, [2], 2).parameters.map(
      ({ name, shape, initializer }) => [name, Array.from(initializer(shape, stream(1, name)))],
    );
  const changed = starts(false).map(([name, values]) =>
    name === "output.weight" ? [name, [0, 0, 0, 0, 0, 0]] : [name, values],
  );
  expect(starts(true)).toEqual(changed);
  expect(starts(true)).not.toEqual(starts(false));
});
