import { describe, expect, test } from "vitest";
import { defaults } from "./defaults.ts";
import {
  formatRecipe,
  hashRecipe,
  modelLayers,
  parseRecipe,
  readRecipeText,
  recipeJsonSchema,
  settingsOf,
} from "./index.ts";

const parse = (value: unknown) => parseRecipe(value, "recipe.json");

test("a silent recipe stands for every default", () => {
  const recipe = parse({});
  expect(recipe).toMatchObject({
    version: 1,
    data: defaults.data,
    split: { order: "shuffled", stratify: true },
    scaling: { divisor: 255 },
    loss: "auto",
    optimizer: { use: "adam", learningRate: expect.any(Number) },
    schedule: { use: "constant" },
    regularizers: [],
    epochs: 20,
    batchSize: 32,
    shuffle: true,
    seed: 1,
    evaluation: { trainRows: 10_000 },
    run: { threads: 1, device: "cpu" },
  });
  expect(recipe.data).toHaveProperty("size");
});

test("the recipe of the README is accepted and completed", () => {
  const recipe = parse({
    data: { source: "made-digits", size: 20_000, seed: 1 },
    model: { preset: "mlp", hidden: [256] },
    optimizer: { use: "sgd", learningRate: 0.1 },
    regularizers: [{ use: "l2", lambda: 5 }],
    epochs: 5,
    batchSize: 128,
    seed: 1,
  });
  expect(recipe.regularizers).toEqual([{ use: "l2", lambda: 5, convention: "halfMean" }]);
  expect(recipe.optimizer).toMatchObject({ use: "sgd", learningRate: 0.1 });
  expect(recipe.epochs).toBe(5);
});

test("an element may be its name alone, with the optimizer's own learning rate", () => {
  const recipe = parse({
    optimizer: "adam",
    loss: "huber",
    regularizers: ["l2"],
    model: { layers: ["dense"] },
  });
  expect(recipe.optimizer).toMatchObject({ use: "adam", learningRate: 0.001 });
  expect(recipe.loss).toEqual({ use: "huber", delta: 1 });
  expect(recipe.regularizers[0]).toMatchObject({ use: "l2", lambda: 1 });
  expect(recipe.model).toMatchObject({ layers: [{ use: "dense", units: 100, activation: "relu" }] });
});

test.each([
  [
    { regularizers: [{ use: "l2", lamda: 3 }] },
    /^recipe\.json, regularizers\[0\]\.lamda: got an unknown field, expected one of .*lambda.*Did you mean "lambda"\?$/,
  ],
  [
    { regularizers: [{ use: "l2", lambda: -3 }] },
    /regularizers\[0\]\.lambda: got -3, expected a number of at least 0\. /,
  ],
  [
    { regularizers: [{ use: "droput" }] },
    /regularizers\[0\]\.use: got "droput", expected one of .*Did you mean "dropout"\?$/,
  ],
  [
    { regularizers: [{ use: "dropout", rate: 0.96 }] },
    /rate: got 0\.96, expected a number of at least 0 and at most 0\.95\. Probability/,
  ],
  [{ regularizers: [{}] }, /regularizers\[0\]\.use: got nothing, expected one of/],
  [{ regularizers: [3] }, /regularizers\[0\]: got 3, expected an object/],
  [{ regularizers: "l2" }, /regularizers: got "l2", expected a list/],
  [
    { regularizers: [{ use: "l2", convention: "haf" }] },
    /convention: got "haf", expected one of "sum", "half"/,
  ],
  [
    { regularizers: ["l2", { use: "earlyStopping", from: 5 }] },
    /^recipe\.json, regularizers\[1\]\.from: got a schedule, expected none: earlyStopping has no strength that can be switched off\.$/,
  ],
  [
    { regularizers: [{ use: "clipNorm", ramp: 5 }] },
    /none: clipNorm has no strength that can be switched off\.$/,
  ],
  [
    { regularizers: [{ use: "mixup", layers: ["dense1"] }] },
    /regularizers\[0\]\.layers: got names of layers, expected none: mixup does not act on layers\.$/,
  ],
  [
    { regularizers: [{ use: "l2", from: 0 }] },
    /\.from: got 0, expected a whole number of at least 1\. The first/,
  ],
  [
    { regularizers: [{ use: "l2", until: 2.5 }] },
    /\.until: got 2\.5, expected a whole number of at least 1\./,
  ],
  [{ regularizers: [{ use: "l2", ramp: "3" }] }, /\.ramp: got "3", expected a whole number/],
  [
    { regularizers: ["l1", { use: "l2", from: 6, until: 5 }] },
    /^recipe\.json, regularizers\[1\]\.until: got 5, expected a whole number of at least 6, its first epoch\.$/,
  ],
  [
    { regularizers: [{ use: "l2", from: 3, until: 5, ramp: 4 }] },
    /regularizers\[0\]\.ramp: got 4, expected a whole number of at most 3, the epochs in which it acts\.$/,
  ],
  [JSON.parse('{ "__proto__": null }') as object, /__proto__: got an unknown field/],
  [{ versoin: 1 }, /versoin: got an unknown field.*Did you mean "version"\?$/],
  [{ version: 2 }, /version: got 2, expected 1\./],
  [{ epochs: 1.5 }, /epochs: got 1\.5, expected a whole number of at least 1\./],
  [{ model: { preset: "mpl" } }, /model\.preset: got "mpl".*Did you mean "mlp"\?$/],
  [
    { model: { preset: "mlp", hidden: [30, 0] } },
    /model\.hidden\[1\]: got 0, expected a whole number of at least 1\.$/,
  ],
  [{ model: { preset: "mlp", hiden: [30] } }, /model\.hiden: got an unknown field.*Did you mean "hidden"\?$/],
  [
    { model: { layers: [{ use: "dense", units: "x" }] } },
    /model\.layers\[0\]\.units: got "x", expected a whole number/,
  ],
  [{ model: 3 }, /model: got 3, expected an object/],
  [
    { model: { layers: [{ use: "residual", layers: [{ use: "conv", kernel: 0 }] }] } },
    /model\.layers\[0\]\.layers\[0\]\.kernel: got 0, expected a whole number of at least 1, or a list of at least 1, each a whole number of at least 1\. Extent/,
  ],
  [
    { model: { layers: [{ use: "conv", padding: "samme" }] } },
    /padding: got "samme", expected a whole number .*, or one of "same", "valid"\./,
  ],
  [
    { model: { layers: [{ use: "residual", layers: ["convv"] }] } },
    /model\.layers\[0\]\.layers\[0\]\.use: got "convv".*Did you mean "conv"\?$/,
  ],
  [{ loss: "hubre" }, /loss\.use: got "hubre".*Did you mean "huber"\?$/],
  [{ data: { source: "csv", path: "a.csv" } }, /data\.target: got nothing, expected a text\./],
  [
    { optimizer: { use: "adam", learningRate: 0 } },
    /optimizer\.learningRate: got 0, expected a number above 0\./,
  ],
  [{ epochs: 0, seed: -1, zz: 1, yy: 2 }, /epochs: got 0.* There are 3 further problems\.$/],
  [[], /^recipe\.json: got \[\], expected a recipe/],
])("%j is refused in one clear sentence", (value, message) => {
  expect(() => parse(value)).toThrow(message);
});

test.each([
  ['{"epochs": 5,\n "seed": }', /^a\.json, line 2, column 10: got }, expected a JSON value/],
  ['{"epochs": 5,}', /line 1, column 14: got }, expected a field's name in double quotes/],
  ["{'epochs': 5}", /line 1, column 2: got ', expected a field's name/],
  ['{"epochs": 5', /line 1, column 13: got the end of the text, expected "," or "}"/],
  ["", /line 1, column 1: got the end of the text/],
  ['{"epochs": 5, "epochs": 6}', /line 1, column 15: got "epochs", expected each field once/],
  ['{"epochs": 05}', /line 1, column 12: got 05, expected a JSON value/],
  [
    '{"results": [], "count": 0}',
    /^a\.json: got an object with results, count, expected a recipe, .* or a table/,
  ],
  ['{"epoch": 5}', /^a\.json, epoch: got an unknown field/],
  ['{"epochs": 5} x', /line 1, column 15: got x, expected nothing after/],
])("%j is refused, and where", (text, message) => {
  expect(() => readRecipeText(text, "a.json")).toThrow(message);
});

test("a pointer to the JSON Schema is accepted and leaves no trace", () => {
  expect(parse({ $schema: "./recipe.schema.json", epochs: 7 })).toEqual(parse({ epochs: 7 }));
});

test("a byte order mark is accepted", () => {
  expect(readRecipeText('\uFEFF{"epochs": 7}', "a.json").epochs).toBe(7);
});

test("layers inside of layers are spelled out and completed, however deep", () => {
  const inner = { use: "residual", layers: ["conv"] };
  const { model } = parse({ model: { layers: [{ use: "residual", layers: ["batchNorm", inner] }] } });
  expect(modelLayers(model)).toMatchObject([
    {
      use: "residual",
      shortcut: "auto",
      layers: [
        { use: "batchNorm", momentum: 0.1 },
        { use: "residual", layers: [{ use: "conv", kernel: 3, padding: "valid" }] },
      ],
    },
  ]);
});

test("a number after a preset's name sets what the preset counts", () => {
  const { model } = parse({ model: "resnet-32" });
  expect(model).toMatchObject({ preset: "resnet", depth: 32 });
  expect(parse({ model: { preset: "resnet-32" } }).model).toEqual(model);
  expect(() => parse({ model: { preset: "resnet-32", depth: 20 } })).toThrow(
    /model\.preset: got "resnet-32"/,
  );
  expect(() => parse({ model: "mlp-3" })).toThrow(/model\.preset: got "mlp-3", expected one of/);
});

test("a preset's layers come with all of their settings", () => {
  const { model } = parse({ model: { preset: "mlp", hidden: [30, 20] } });
  expect(modelLayers(model)).toMatchObject([
    { use: "dense", units: 30, bias: true },
    { use: "dense", units: 20, bias: true },
  ]);
  expect(modelLayers(parse({ model: { layers: [{ use: "dense", units: 7 }] } }).model)).toMatchObject([
    { use: "dense", units: 7, bias: true },
  ]);
});

test("settingsOf takes an element's parameters alone", () => {
  const params = { rate: {} } as never;
  expect(settingsOf({ use: "x", rate: 0.5, layers: ["dense1"] }, params)).toEqual({ rate: 0.5 });
});

test("the hash tells runs apart, not spellings or names", async () => {
  const recipe = parse({ regularizers: ["l2"] });
  const hash = await hashRecipe(recipe);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashRecipe(parse({ name: "x", epochs: 20, regularizers: [{ lambda: 1, use: "l2" }] }))).toBe(
    hash,
  );
  expect(await hashRecipe(parse({ regularizers: ["l2"], seed: 2 }))).not.toBe(hash);
});

test("recipe.json lists the fields in the order of the schema", () => {
  const text = formatRecipe(parse({ seed: 3, name: "n", version: 1 }));
  expect(Object.keys(JSON.parse(text)).slice(0, 3)).toEqual(["version", "name", "data"]);
  expect(text.endsWith("}\n")).toBe(true);
});

test("the JSON Schema knows names, ranges and descriptions", () => {
  const schema = JSON.stringify(recipeJsonSchema());
  expect(schema).toContain('"maximum":0.95');
  expect(schema).toContain('"const":"dropout"');
  expect(schema).toContain("Probability that a unit is dropped.");
});

test("data with a usual model gets it where the recipe names none", () => {
  const data = { source: "text", path: "a.tsv", text: "c1", target: "c0" };
  expect(parse({ data }).model).toMatchObject({ preset: "text-embedding" });
  expect(parse({ data, model: "mlp" }).model).toMatchObject({ preset: "mlp" });
  expect(parse({}).model).toMatchObject({ preset: "mlp" });
});

describe("tables", () => {
  const data = { source: "csv", path: "a.csv", target: "y" };
  const usesOf = (recipe: object): string[] => parse({ data, ...recipe }).regularizers.map(({ use }) => use);

  test("get what suits them where the recipe is silent, also when made", () => {
    for (const source of [data, "friedman-1"])
      expect(parse({ data: source })).toMatchObject({
        model: { preset: "mlp", hidden: [64, 64], zeroOutput: true },
        optimizer: { use: "adam", learningRate: 0.003 },
        regularizers: [
          { use: "l2", lambda: 5 },
          { use: "dropout", rate: 0.2 },
          { use: "earlyStopping", patience: 40 },
        ],
        epochs: 500,
      });
  });

  test("get nothing where the recipe speaks", () => {
    const own = { model: "logistic", optimizer: "sgd", regularizers: ["l1"], epochs: 3 };
    expect(parse({ data, ...own })).toMatchObject({
      model: { preset: "logistic" },
      optimizer: { use: "sgd", learningRate: 0.1 },
      regularizers: [{ use: "l1" }],
      epochs: 3,
    });
  });

  test("get no technique that would have nothing to act on, and many epochs only where something ends them", () => {
    expect(usesOf({ model: "logistic" })).toEqual(["l2", "earlyStopping"]);
    expect(usesOf({ split: { validation: 0 } })).toEqual(["l2", "dropout"]);
    expect(parse({ data, split: { validation: 0 } }).epochs).toBe(20);
    expect(parse({ data, regularizers: [] }).epochs).toBe(20);
    expect(parse({ data, regularizers: [{ use: "earlyStopping", patience: 3 }] }).epochs).toBe(500);
  });
});
