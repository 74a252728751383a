import { describe, expect, test } from "vitest";
import { blobs, phrases, slopes, striped, tinyPlan } from "../../test/tiny-runs.ts";
import { dataFacts } from "./data-facts.ts";

describe("how rows were divided", () => {
  const groups = Int32Array.from({ length: 60 }, (_, row) => row % 12);
  const times = Float64Array.from({ length: 60 }, (_, row) => row);
  const table = { form: [], ignored: [], roles: { group: "who", time: "day" } };

  test.each([
    ["at random", {}, {}, ["at random, classes in proportion, seed 1"]],
    [
      "with a seed of its own and without proportions",
      { split: { seed: 7, stratify: false } },
      {},
      ["at random, seed 7"],
    ],
    ["in the order of the file", { split: { order: "file" } }, {}, ["in the order of the file"]],
    [
      "by groups",
      { seed: 3 },
      { groups, table },
      ['groups of "who" (12) dealt whole at random, classes in proportion, seed 3'],
    ],
    [
      "by time",
      {},
      { times, table },
      ['in the order of the times of "day": training gets the earliest rows, test the latest'],
    ],
    [
      "by folds",
      { split: { folds: { number: 2, count: 4, part: "test" } } },
      {},
      ["at random, classes in proportion, seed 1", "fold 2 of 4 held out as the test part"],
    ],
    [
      "beside a given part",
      {},
      { given: { test: { from: 50, to: 60 } } },
      ["test part as the source gives it", "the other rows at random, classes in proportion, seed 1"],
    ],
  ] as const)("%s", (_, recipe, more, how) => {
    const plan = tinyPlan(recipe, { ...blobs(60), ...more });
    const { split } = dataFacts(plan);
    expect(split.how).toEqual(how);
    expect(split.rows.train).toBe(plan.rows.train.length);
  });
});

test("what a model sees is told of tables, images and texts", () => {
  expect(dataFacts(tinyPlan({}))).toMatchObject({
    name: "blobs",
    rows: 60,
    reading: [],
    inputs: { kind: "table", shape: [2] },
    columns: { count: 2 },
    spread: { kind: "classes", classes: ["class 0", "class 1", "class 2"] },
  });
  const images = dataFacts(tinyPlan({}, striped(40)));
  expect(images.inputs).toEqual({ kind: "image", shape: [2, 6, 6] });
  expect(images.columns).toBeUndefined();
  const texts = dataFacts(tinyPlan({ model: { preset: "text-embedding" } }, phrases(40)));
  expect(texts).toMatchObject({ inputs: { kind: "tokens" }, vocabulary: 9 });
  expect(texts.leaks.repeats.training.repeated).toBeGreaterThan(0);
  const numbers = dataFacts(tinyPlan({}, slopes(60)));
  expect(numbers.spread).toMatchObject({ kind: "numbers", columns: [{ name: "u" }, { name: "v" }] });
});

test("columns beside those that are learned from are told with their use; a kept one is none of them", () => {
  const table = { form: ["Parquet"], ignored: ["z"], roles: { group: "who", weights: "x" } };
  const groups = Int32Array.from({ length: 60 }, (_, row) => row);
  const facts = dataFacts(tinyPlan({}, { ...blobs(60), table, groups, notes: ["a note"] }));
  expect(facts.apart).toEqual({ z: "left out as asked", who: "says which rows belong together" });
  expect(facts.reading).toEqual(["Parquet", "a note"]);
});
