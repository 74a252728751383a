import { expect, test } from "vitest";
import { overrideRecipe, parseRecipe, type RecipeInput, withRegularizers } from "./index.ts";

const set = (input: RecipeInput, ...edits: string[]) => overrideRecipe(input, edits);

test.each<[RecipeInput, string[], RecipeInput]>([
  [{}, ["epochs=20"], { epochs: 20 }],
  [{ optimizer: "sgd" }, ["optimizer.learningRate=0.5"], { optimizer: { use: "sgd", learningRate: 0.5 } }],
  [{}, ["optimizer.learningRate=0.5"], { optimizer: { use: "adam", learningRate: 0.5 } }],
  [{}, ["optimizer=adam", "optimizer.beta1=0.8"], { optimizer: { use: "adam", beta1: 0.8 } }],
  [{ regularizers: ["l2"] }, ["regularizers.0.lambda=5"], { regularizers: [{ use: "l2", lambda: 5 }] }],
  [
    { regularizers: ["dropout", "l2"] },
    ["l2.lambda=5"],
    { regularizers: [{ use: "dropout" }, { use: "l2", lambda: 5 }] },
  ],
  [
    { regularizers: ["l2", "l2"] },
    ["l2#2.lambda=6"],
    { regularizers: [{ use: "l2" }, { use: "l2", lambda: 6 }] },
  ],
  [{}, ["model.hidden=[3,4]"], { model: { preset: "mlp", hidden: [3, 4] } }],
  [
    { model: { preset: "mlp", hidden: [30, 20] } },
    ["model.hidden.1=5"],
    { model: { preset: "mlp", hidden: [30, 5] } },
  ],
  [
    {},
    ['model.layers=["dense"]', "model.layers.0.units=5"],
    { model: { layers: [{ use: "dense", units: 5 }] } },
  ],
  [
    { model: { layers: ["conv", { use: "residual", layers: ["conv", { use: "conv", filters: 8 }] }] } },
    ["model.layers.1.layers.1.filters=16", "model.layers.1.layers.0.kernel=[3,1]"],
    {
      model: {
        layers: [
          { use: "conv" },
          {
            use: "residual",
            layers: [
              { use: "conv", kernel: [3, 1] },
              { use: "conv", filters: 16 },
            ],
          },
        ],
      },
    },
  ],
  [{}, ["model.preset=resnet-32"], { model: { preset: "resnet", depth: 32 } }],
  [{}, ["model=resnet-20", "model.filters=8"], { model: { preset: "resnet", depth: 20, filters: 8 } }],
  [{}, ["split.order=file", "split.train=0.5"], { split: { order: "file", train: 0.5 } }],
  [{}, ["name=5"], { name: "5" }],
  [{ regularizers: ["l2"] }, ["l2.from=5", "l2.ramp=3"], { regularizers: [{ use: "l2", from: 5, ramp: 3 }] }],
])("%j with %j", (input, edits, expected) => {
  expect(set(input, ...edits)).toEqual(expected);
});

test("another element starts from its own defaults", () => {
  expect(set({ optimizer: { use: "sgd", momentum: 0.9 } }, "optimizer.use=adam")).toEqual({
    optimizer: { use: "adam" },
  });
  expect(set({ model: { preset: "mlp", hidden: [3] } }, "model.preset=logistic")).toEqual({
    model: { preset: "logistic" },
  });
});

test("the given recipe stays as it was", () => {
  const input: RecipeInput = { regularizers: [{ use: "l2", lambda: 1 }] };
  set(input, "l2.lambda=5");
  withRegularizers(input, "l2=7");
  expect(input).toEqual({ regularizers: [{ use: "l2", lambda: 1 }] });
});

test("a value of the wrong type is told apart by its path when the recipe is parsed", () => {
  expect(() => parseRecipe(set({}, "epochs=many"), "recipe.json")).toThrow(
    /epochs: got "many", expected a whole number/,
  );
});

test.each<[RecipeInput, string, RegExp]>([
  [{}, "epochs", /--set epochs: got no path and value, expected path=value/],
  [
    {},
    "optimizr.learningRate=1",
    /--set optimizr\.learningRate: got an unknown field.*Did you mean "optimizer"\?$/,
  ],
  [{}, "optimizer.learnRate=1", /one of use, learningRate.*Did you mean "learningRate"\?$/],
  [{}, "l2.lambda=5", /got l2, which is not among the regularizers.*Add it with --with l2\.$/],
  [{ regularizers: ["l2"] }, "l2.lamda=5", /Did you mean "lambda"\?$/],
  [
    { regularizers: ["l2"] },
    "regularizers.1.lambda=5",
    /got index 1 of regularizers, which has 1, expected an index from 0 to 0/,
  ],
  [{}, "epochs.x=1", /got a field of epochs, expected a whole number/],
  [{}, "loss.delta=2", /Choose one first, such as --set loss=/],
  [
    { optimizer: "sgd" },
    "optimizer.beta1=0.8",
    /beta1: got an unknown field, expected one of use, learningRate/,
  ],
  [
    { regularizers: ["earlyStopping"] },
    "earlyStopping.from=2",
    /got a schedule, expected none: earlyStopping has no strength that can be switched off\.$/,
  ],
])("%j with %s is refused", (input, edit, message) => {
  expect(() => set(input, edit)).toThrow(message);
});

test("--with adds techniques, or changes the strength of those there", () => {
  expect(withRegularizers({}, "dropout=0.4, l2")).toEqual({
    regularizers: [{ use: "dropout", rate: 0.4 }, { use: "l2" }],
  });
  expect(withRegularizers({ regularizers: [{ use: "l2", convention: "sum" }] }, "l2=0.3")).toEqual({
    regularizers: [{ use: "l2", convention: "sum", lambda: 0.3 }],
  });
});

test.each<[RecipeInput["regularizers"], string, unknown]>([
  [
    [],
    "dropout@dense1=0.2,dropout@dense2=0.5",
    [
      { use: "dropout", layers: ["dense1"], rate: 0.2 },
      { use: "dropout", layers: ["dense2"], rate: 0.5 },
    ],
  ],
  [[], "l2@dense1 + output", [{ use: "l2", layers: ["dense1", "output"] }]],
  // The layers of an entry are a set.
  [
    [{ use: "l2", layers: ["output", "dense1"], from: 3 }],
    "l2@dense1+output=4",
    [{ use: "l2", layers: ["dense1", "output"], from: 3, lambda: 4 }],
  ],
  // Other layers, another entry; none is a choice of its own.
  [["l2"], "l2@output=4", [{ use: "l2" }, { use: "l2", layers: ["output"], lambda: 4 }]],
  [
    [{ use: "l2", layers: ["output"] }],
    "l2=3,l2@output=4",
    [
      { use: "l2", layers: ["output"], lambda: 4 },
      { use: "l2", lambda: 3 },
    ],
  ],
  // A name alone is the one entry of that name.
  [[{ use: "l2", layers: ["output"] }], "l2=3", [{ use: "l2", layers: ["output"], lambda: 3 }]],
  [
    [{ use: "l2", layers: ["output"] }, "l2"],
    "l2=3",
    [
      { use: "l2", layers: ["output"] },
      { use: "l2", lambda: 3 },
    ],
  ],
])("%j with --with %s", (regularizers, list, expected) => {
  expect(withRegularizers({ regularizers: regularizers ?? [] }, list)).toEqual({ regularizers: expected });
});

test("a name alone does not choose among several layers", () => {
  const input: RecipeInput = {
    regularizers: ["dense1", "dense2"].map((layer) => ({ use: "dropout", layers: [layer] })),
  };
  expect(() => withRegularizers(input, "dropout=0.3")).toThrow(
    /^--with dropout: got a technique that the recipe has for several layers, expected one of dropout@dense1, dropout@dense2\.$/,
  );
});

test.each([
  ["l2@output,l2=3,l2@output=3", /^--with: got l2@output twice, expected each technique once\.$/],
  ["l2@=3", /^--with l2@: got a layer without a name, expected names of layers with \+ between them/],
  ["l2@output+=3", /^--with l2@output\+: got a layer without a name/],
  ["@output=3", /^--with: got ""/],
  [
    "mixup@dense1",
    /^--with mixup@dense1: got names of layers, expected none: mixup does not act on layers\.$/,
  ],
  ["droput=0.5", /^--with: got "droput".*Did you mean "dropout"\?$/],
  ["l2,l2=3", /^--with: got l2 twice, expected each technique once\.$/],
  ["l2=x", /^--with l2: got "x", expected a number of at least 0 for lambda/],
  ["l2=-1", /^--with l2: got -1, expected a number of at least 0 for lambda/],
  [
    "dropout=1",
    /^--with dropout: got 1, expected a number of at least 0 and at most 0\.95 for rate\. [^.]+\.$/,
  ],
  ["", /^--with: got "", expected one of/],
  ["toString", /^--with: got "toString"/],
])("--with %s is refused", (list, message) => {
  expect(() => withRegularizers({}, list)).toThrow(message);
});
