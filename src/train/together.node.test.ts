// Techniques beside each other in real runs: any two compose, and none is left in evaluation.
import { expect, test } from "vitest";
import { blobs, freshRun, numbersOf, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { print } from "../graph/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Regularizer } from "../seams/index.ts";
import type { Plan } from "./plan.ts";
import { evaluationStep } from "./step.ts";

const planWith = (...ids: readonly string[]): Plan =>
  tinyPlan({
    model: { preset: "mlp", hidden: [6] },
    optimizer: { use: "sgd", learningRate: 0.01 },
    regularizers: ids,
    epochs: 1,
  } as RecipeInput);

const { meets } = tinyPlan({}, blobs(60));
/** Those that can act on a table of numbers and classes. */
const fitting = Object.values<Regularizer>(regularizers).filter(({ needs }) =>
  needs.every((need) => meets[need]),
);

test("there are enough of them to be worth it", () => expect(fitting.length).toBeGreaterThan(12));

const evaluated = (plan: Plan): string =>
  print(
    Object.values(
      evaluationStep(plan, { inputs: "float32", rows: plan.dataset.rows, targets: "labels" }, 8).scans,
    ),
  );

const idsOf = (all: readonly Regularizer[]): string[] => all.map(({ id }) => id);

test.each(idsOf(fitting.filter(({ evaluation }) => !evaluation)))(
  "evaluation is the same graph with and without %s",
  (id) => expect(evaluated(planWith(id))).toBe(evaluated(planWith())),
);

test.each(idsOf(fitting.filter(({ evaluation }) => evaluation)))("%s has a part in evaluation", (id) =>
  expect(evaluated(planWith(id))).not.toBe(evaluated(planWith())),
);

/** Two of a kind are refused together. */
const isRival = (one: Regularizer, other: Regularizer): boolean =>
  one.decides !== undefined && one.decides === other.decides;

const pairs = fitting.flatMap((technique, at) =>
  fitting
    .slice(at + 1)
    .filter((other) => !isRival(technique, other))
    .map((other) => [technique.id, other.id] as const),
);

test.each(pairs)("%s trains beside %s", async (id, other) => {
  const plan = planWith(id, other);
  const { saved } = await trainTiny(plan);
  const [record] = saved.records;
  expect(numbersOf(saved.state)).not.toEqual(numbersOf(freshRun(plan).state));
  expect(Object.values(numbersOf(saved.state)).flat().every(Number.isFinite)).toBe(true);
  expect(record?.objective).toBeCloseTo((record?.train.loss ?? NaN) + (record?.penalty ?? NaN), 12);
});
