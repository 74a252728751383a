// What every layer, model, loss, optimizer, schedule, metric and data source must satisfy, run over the registries.
import { describe, expect, test } from "vitest";
import { elementsOf } from "../scripts/indexes.ts";
import { kinds } from "../scripts/kinds.ts";
import { bug } from "../src/base/index.ts";
import { datasets } from "../src/datasets/index.ts";
import { evaluate, input, sum } from "../src/graph/index.ts";
import { layers } from "../src/layers/index.ts";
import { losses, type Loss } from "../src/losses/index.ts";
import { metrics } from "../src/metrics/index.ts";
import { models } from "../src/models/index.ts";
import { optimizers, type Optimizer } from "../src/optimizers/index.ts";
import { formatRecipe, modelLayers, parseRecipe, readRecipeText } from "../src/recipe/index.ts";
import { schedules, type Schedule } from "../src/schedules/index.ts";
import type { Parameters } from "../src/seams/index.ts";
import { expectClose, expectGradient } from "./finite-differences.ts";

const registries = { layers, models, losses, optimizers, schedules, metrics, datasets };

/** How a recipe names an element of each registry. */
const inRecipe: Readonly<Record<string, (id: string) => object>> = {
  layers: (id) => ({ model: { layers: [id] } }),
  models: (id) => ({ model: id }),
  losses: (id) => ({ loss: id }),
  optimizers: (id) => ({ optimizer: id }),
  schedules: (id) => ({ schedule: id }),
};

const defaultsOf = (params: Parameters): never =>
  Object.fromEntries(
    Object.entries(params).map(([name, { schema }]) => [name, schema.parse(undefined)]),
  ) as never;

describe.each(Object.entries(registries))("%s", (folder, registry) => {
  const kind = kinds.filter(({ registry: name }) => name === folder);

  test("hold every file that declares one", () => {
    const declared = kind.flatMap((each) => elementsOf(".", each));
    expect(declared.map(({ id }) => id).toSorted()).toEqual(Object.keys(registry).toSorted());
    expect(declared.length).toBeGreaterThan(0);
  });

  test.each(Object.entries(registry))("%s is complete, and a recipe can name it", (key, element) => {
    expect(element.id).toBe(key);
    expect(element.title).toMatch(/^\S/);
    expect(element.summary).toMatch(/^[A-Z0-9].*\.$/);
    const named = inRecipe[folder]?.(key);
    if (!named) return;
    const recipe = parseRecipe(named, "recipe");
    expect(readRecipeText(formatRecipe(recipe), "recipe")).toEqual(JSON.parse(JSON.stringify(recipe)));
  });
});

const parametrized = [layers, models, losses, optimizers, schedules].flatMap((registry) =>
  Object.values(registry).flatMap(({ id, params }) =>
    Object.entries(params as Parameters).map(([name, parameter]) => [`${id}.${name}`, parameter] as const),
  ),
);

test.each(parametrized)("%s accepts its default and says what it is", (_, { schema, facts }) => {
  expect(schema.parse(undefined)).toEqual(facts.default);
  expect(facts.description).toMatch(/^[A-Z].*\.$/);
});

test.each(Object.keys(models))("model %s stacks layers that exist", (preset) => {
  for (const { use } of modelLayers(parseRecipe({ model: preset }, "recipe").model)) {
    expect(Object.keys(layers)).toContain(use);
  }
});

test.each(Object.entries<Loss>(losses))("loss %s: one number a row, with the right gradient", (_, loss) => {
  const outputs = input("outputs", [3, 2]);
  const targets = input("targets", [3, 2]);
  const perRow = loss.perExample(outputs, targets, defaultsOf(loss.params));
  expect(perRow.shape).toEqual([3]);
  expect(loss.predict(outputs).shape).toEqual([3, 2]);
  expectGradient(sum(perRow), [outputs], {
    outputs: [0.3, -0.7, 1.9, 0.2, -1.4, 0.6],
    targets: [1, 0, 0, 1, 1, 0],
  });
});

const classLosses = Object.entries<Loss>(losses).filter(([, { task }]) => task === "classification");

test.each(classLosses)(
  "loss %s: its terms add up to it, each with a probability that is missed",
  (_, loss) => {
    const settings = defaultsOf(loss.params);
    const outputs = input("outputs", [2, 2]);
    const targets = input("targets", [2, 2]);
    const terms = loss.terms?.(outputs, targets, settings) ?? bug("A loss of classes has terms");
    const [whole = [], parts = [], missed = []] = evaluate(
      [loss.perExample(outputs, targets, settings), sum(terms.losses, [1]), terms.missed],
      { outputs: [0.3, -0.7, 1.9, 0.2], targets: [1, 0, 0.25, 0.75] },
    );
    expectClose(parts, whole, 1e-12);
    // Of a target that is certain a term is −log(1 − missed).
    const [certain = []] = evaluate([terms.losses], {
      outputs: [0.3, -0.7, 1.9, 0.2],
      targets: [1, 0, 0.25, 0.75],
    });
    const first = certain.length / 2;
    expectClose(
      Array.from(missed.slice(0, first), (p) => -Math.log(1 - p)),
      certain.slice(0, first),
      1e-12,
    );
  },
);

test.each(Object.entries<Loss>(losses))("loss %s: link takes a prediction back to its output", (_, loss) => {
  const output = loss.link(0.3);
  const outputs = input("outputs", [1, 2]);
  // Two classes whose outputs are the links of 0.3 and 0.7, or two numbers.
  const [predicted] = evaluate([loss.predict(outputs)], { outputs: [output, loss.link(0.7)] });
  expect(predicted?.[0]).toBeCloseTo(0.3, 9);
});

test.each(Object.entries<Optimizer>(optimizers))(
  "optimizer %s keeps shapes and remembers what it says",
  (_, optimizer) => {
    const settings = defaultsOf(optimizer.params);
    const weight = input("weight", [2, 3]);
    const names = optimizer.slots(settings);
    const scalars = optimizer.scalars?.(1, settings) ?? {};
    const after = optimizer.update(
      {
        weight,
        gradient: input("gradient", [2, 3]),
        slots: Object.fromEntries(names.map((name) => [name, input(name, [2, 3])])),
        parameter: { name: "dense1.weight", layer: "dense1", role: "weight", value: weight },
        learningRate: input("learningRate", []),
        scalars: Object.fromEntries(Object.keys(scalars).map((name) => [name, input(`scalar ${name}`, [])])),
      },
      settings,
    );
    expect(after.weight.shape).toEqual([2, 3]);
    expect(Object.keys(after.slots).toSorted()).toEqual([...names].toSorted());
    for (const slot of Object.values(after.slots)) expect(slot.shape).toEqual([2, 3]);
    expect(optimizer.defaultLearningRate).toBeGreaterThan(0);
  },
);

test.each(Object.entries<Schedule>(schedules))(
  "schedule %s: a finite factor of at least 0 at every step",
  (_, schedule) => {
    const settings = defaultsOf(schedule.params);
    for (let step = 0; step <= 100; step++) {
      const factor = schedule.factor({ step, stepsPerEpoch: 10, totalSteps: 100 }, settings);
      expect(factor).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(factor)).toBe(true);
    }
  },
);
