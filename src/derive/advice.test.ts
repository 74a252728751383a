import { expect, test } from "vitest";
import { historyOf } from "../../test/support/histories.ts";
import type { Diagnosis } from "../diagnose/index.ts";
import { overrideRecipe, parseRecipe, type RecipeInput, withRegularizers } from "../recipe/index.ts";
import { prescribe, type Prescription, replay } from "./index.ts";

const seen = (verdict: Diagnosis["verdict"], ...signs: string[]): Diagnosis => ({
  verdict,
  sentence: "It is so.",
  evidence: signs.map((sign) => ({ sign, sentence: `Seen: ${sign}.`, numbers: {} })),
});
const recipeOf = (input: RecipeInput) => parseRecipe(input, "recipe.json");
const uses = (prescriptions: readonly Prescription[]) => prescriptions.map(({ use }) => use);
const overfit = seen("overfitting", "late-rise", "large-gap");

/** The recipe after the prescription's own flag. */
function follow(input: RecipeInput, { flag }: Prescription) {
  const words = flag.split(" ");
  const changed = words.reduce<RecipeInput>((recipe, value, i) => {
    if (words[i - 1] === "--with") return withRegularizers(recipe, value);
    return words[i - 1] === "--set" ? overrideRecipe(recipe, [value]) : recipe;
  }, input);
  return recipeOf(changed);
}

test("overfitting is treated by techniques that are not at work yet, at their defaults", () => {
  const found = prescribe(overfit, recipeOf({}));
  expect(uses(found)).toEqual(expect.arrayContaining(["dropout", "l2", "earlyStopping"]));
  expect(found.find(({ use }) => use === "dropout")).toMatchObject({
    title: "Dropout",
    reason: expect.stringMatching(/^Seen: late-rise\. Dropout: sets a random share/),
    setting: { regularizers: [{ use: "dropout", rate: 0.5 }] },
    flag: "--with dropout=0.5",
    watch: expect.stringContaining("change rate"),
  });
});

test("every prescription runs as it stands, and does what its fragment says", () => {
  const inputs: RecipeInput[] = [
    {},
    { regularizers: ["l2", "dropout"] },
    { epochs: 7, optimizer: "adam" },
    {
      model: { preset: "mlp", hidden: [4, 3] },
      regularizers: [
        { use: "l2", layers: ["dense1", "output"], from: 3 },
        { use: "dropout", layers: ["dense1"] },
        { use: "dropout", layers: ["dense2"] },
      ],
    },
  ];
  const all = seen(
    "overfitting",
    "late-rise",
    "large-gap",
    "underfitting",
    "still-improving",
    "diverged",
    "no-validation",
  );
  for (const input of inputs) {
    for (const prescription of prescribe(all, recipeOf(input))) {
      const after = follow(input, prescription);
      expect(after).not.toEqual(recipeOf(input));
      const { regularizers, ...rest } = prescription.setting;
      expect(after).toMatchObject(rest);
      if (regularizers)
        expect(after.regularizers).toContainEqual(expect.objectContaining((regularizers as object[])[0]));
    }
  }
});

test("a technique at work is made stronger, one step along its search range", () => {
  const found = prescribe(overfit, recipeOf({ regularizers: [{ use: "l2", lambda: 1 }] }));
  expect(found.find(({ use }) => use === "l2")).toMatchObject({
    title: expect.stringMatching(/^Stronger/),
    flag: "--with l2=3.2",
  });
  const highest = prescribe(overfit, recipeOf({ regularizers: [{ use: "l2", lambda: 100 }] }));
  expect(uses(highest)).not.toContain("l2");
});

test("a technique that has no way of being stronger is not prescribed twice", () => {
  expect(uses(prescribe(overfit, recipeOf({ regularizers: ["earlyStopping"] })))).not.toContain(
    "earlyStopping",
  );
});

test("what a technique needs decides whether it is offered", () => {
  expect(uses(prescribe(overfit, recipeOf({ model: "logistic" })))).not.toContain("dropout");
  expect(uses(prescribe(overfit, recipeOf({}), { validation: false }))).not.toContain("earlyStopping");
});

test("underfitting weakens what is at work and moves what holds learning back, before what may help learning", () => {
  const found = prescribe(
    seen("underfitting", "underfitting"),
    recipeOf({ regularizers: [{ use: "l2", lambda: 10 }], epochs: 5 }),
  );
  expect(found.slice(0, 4).map(({ flag }) => flag)).toEqual([
    "--with l2=3.2",
    "--set optimizer.learningRate=0.003",
    "--set model.hidden=[200]",
    "--set epochs=10",
  ]);
  expect(uses(found).slice(4).toSorted()).toEqual(["batchNorm", "groupNorm", "layerNorm"]);
});

test("a learning rate far from the optimizer's usual one is told first to go back to it", () => {
  const first = (input: RecipeInput) =>
    prescribe(seen("underfitting", "large-gap", "underfitting"), recipeOf(input))[0]?.flag;
  for (const learningRate of [1e-6, 1])
    expect(first({ optimizer: { use: "adam", learningRate } })).toBe("--set optimizer.learningRate=0.001");
  expect(first({ optimizer: { use: "sgd", learningRate: 0.001 } })).toBe("--set optimizer.learningRate=0.1");
});

test("a larger model has twice the units of its own layers, and hidden ones where it has none", () => {
  const larger = (model: RecipeInput["model"]) =>
    prescribe(seen("underfitting", "underfitting"), recipeOf({ ...(model && { model }) }))
      .map(({ flag }) => flag)
      .filter((flag) => flag.includes("model"));
  expect(larger({ preset: "cnn", filters: [8, 16] })).toEqual(["--set model.filters=[16,32]"]);
  expect(larger("logistic")).toEqual(["--set model.preset=mlp"]);
  expect(
    follow({ model: "logistic" }, { flag: "--set model.preset=mlp" } as Prescription).model,
  ).toMatchObject({
    preset: "mlp",
    hidden: [100],
  });
});

test("losses that jump ask for smaller steps, and a class that falls for weight where it is rare", () => {
  const of = (sign: string, numbers: Readonly<Record<string, number>>) =>
    prescribe({ ...seen("overfitting"), evidence: [{ sign, sentence: "Seen.", numbers }] }, recipeOf({})).map(
      ({ flag }) => flag,
    );
  expect(of("noisy-validation", { jitter: 0.3 })).toContain("--set optimizer.learningRate=0.0001");
  expect(of("noisy-validation", { rows: 200, moreRows: 50, trainRows: 800 })).not.toContain(
    "--set optimizer.learningRate=0.0001",
  );
  expect(of("falling-class", { rarity: 0.2 })[0]).toBe("--set classWeights=balanced");
  expect(of("falling-class", { rarity: 1 })).not.toContain("--set classWeights=balanced");
});

test("curves that cannot be read yet ask for better curves, not for techniques", () => {
  const found = prescribe(seen("noValidation", "no-validation", "large-gap"), recipeOf({}));
  expect(found).toMatchObject([{ use: "split.validation", setting: { split: { validation: 0.2 } } }]);
  expect(prescribe(seen("healthy"), recipeOf({}))).toEqual([]);
});

test("a foreign log without a recipe gets techniques alone", () => {
  expect(
    prescribe(seen("overfitting", "large-gap", "still-improving")).every(({ flag }) =>
      flag.startsWith("--with "),
    ),
  ).toBe(true);
});

const withNumbers = (numbers: Readonly<Record<string, number>>): Diagnosis => ({
  ...seen("tooNoisy"),
  evidence: [{ sign: "noisy-validation", sentence: "Seen.", numbers }],
});

test("a curve too short to judge gets epochs enough, unless the run had them and stopped before", () => {
  const short = seen("tooShort", "too-short", "underfitting");
  for (const epochs of [1, 2, 4])
    expect(prescribe(short, recipeOf({ epochs }))).toMatchObject([{ flag: "--set epochs=5" }]);
  expect(prescribe(seen("tooShort", "too-short"), recipeOf({ epochs: 20 }))).toEqual([]);
});

test("a larger validation part is offered only where it can settle what is open", () => {
  const offered = (numbers: Readonly<Record<string, number>>, input: RecipeInput = {}) =>
    prescribe(withNumbers(numbers), recipeOf(input))
      .map(({ flag }) => flag)
      .filter((flag) => flag.includes("split"));
  expect(offered({ rows: 70, moreRows: 4129, trainRows: 281 })).toEqual([]);
  expect(offered({ rows: 200, moreRows: 50, trainRows: 800 })).toEqual(["--set split.validation=0.3"]);
  expect(offered({ rows: 200, moreRows: 201, trainRows: 800 })).toEqual(["--set split.validation=0.41"]);
  expect(offered({ jitter: 0.3 })).toEqual(["--set split.validation=0.3"]);
  expect(offered({ jitter: 0.3 }, { split: { validation: 0.3 } })).toEqual([]);
});

test("a diverged run gets smaller steps, and after them gradients that are clipped", () => {
  const [first, ...others] = uses(prescribe(seen("diverged", "diverged"), recipeOf({})));
  expect(first).toBe("optimizer.learningRate");
  expect(others).toContain("clipNorm");
  expect(others).not.toContain("l2");
});

test("where the score holds while the loss rises, stopping by the score is offered", () => {
  const confident = seen("overfitting", "late-rise", "over-confidence");
  const of = (diagnosis: Diagnosis) =>
    prescribe(diagnosis, recipeOf({})).find(({ use }) => use === "earlyStopping");
  const [flag] = /--set \S+=metric/u.exec(of(confident)?.reason ?? "") ?? [];
  expect(of(overfit)?.reason).not.toContain("--set");
  const found = { ...(of(confident) as Prescription), flag: `${of(confident)?.flag} ${flag}` };
  expect(follow({}, found).regularizers).toMatchObject([
    { use: "earlyStopping", patience: 10, monitor: "metric" },
  ]);
});

test("where a score fell, stopping by that score is offered", () => {
  const evidence = [{ sign: "falling-score", sentence: "Seen.", numbers: {}, metric: "accuracy" }];
  const found = prescribe({ ...seen("overfitting"), evidence }, recipeOf({}));
  expect(found.find(({ use }) => use === "earlyStopping")?.reason).toContain(
    "add --set earlyStopping.monitor=accuracy",
  );
});

test("stopping that the curve's own replay would not have rewarded is left out", () => {
  const level = historyOf({ train: [1, 0.5, 0.4, 0.3], validation: [1, 0.6, 0.5, 0.45] });
  expect(uses(prescribe(overfit, recipeOf({}), {}, replay(level)))).not.toContain("earlyStopping");
  const risen = historyOf({ train: [1, 0.5, 0.4, 0.3], validation: [1, 0.6, 0.7, 0.8] });
  const found = prescribe(overfit, recipeOf({}), {}, replay(risen)).find(
    ({ use }) => use === "earlyStopping",
  );
  expect(found).toMatchObject({ flag: "--with earlyStopping=2", expected: "unknown" });
});
