// What training leaves alone: penalties read weights only, decay moves nothing else, and a trained model has nothing of training.
import { describe, expect, test } from "vitest";
import { inputName, isInput, share, topological } from "../src/graph/index.ts";
import type { RecipeInput } from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import { isTarget } from "../src/seams/chosen.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { createEngine } from "../src/train/engine.ts";
import { exportModel } from "../src/train/export.ts";
import type { Plan } from "../src/train/plan.ts";
import { penaltyValue } from "../src/train/step.ts";
import { freshRun, numbersOf, striped, tinyPlan } from "./tiny-runs.ts";

const convolution = { use: "conv", filters: 4, padding: 1 } as const;
const images = striped(50);

/** Biases, gains, offsets and running statistics are all there, and every kind of place that techniques act at. */
const planWith = (technique?: object): Plan =>
  tinyPlan(
    {
      model: {
        layers: [
          convolution,
          { use: "residual", layers: [convolution, "batchNorm"] },
          { use: "dense", units: 6 },
        ],
      },
      regularizers: (technique ? [technique] : []) as NonNullable<RecipeInput["regularizers"]>,
    },
    images,
  );

const plain = planWith();
const roleOf = new Map(plain.model.parameters.map(({ name, role }) => [name, role]));

test("the model has biases, gains and offsets", () => {
  expect([...new Set(roleOf.values())].toSorted()).toEqual(["bias", "gain", "offset", "weight"]);
});

const all = Object.values<Regularizer>(regularizers).map((technique) => [technique.id, technique] as const);

describe.each(all)("%s", (use, technique) => {
  const plan = planWith({ use });

  test("its penalty reads no bias, gain or offset", () => {
    const read = topological(share([penaltyValue(plan)]))
      .filter(isInput)
      .map(inputName);
    const roles = read.flatMap((name) => roleOf.get(name) ?? []);
    const chosen = technique.roles ?? ["weight"];
    for (const role of roles) expect(chosen).toContain(role);
  });

  // What says that it acts in evaluation is in the file by right.
  test.skipIf(technique.evaluation)("the exported model is the same file with and without it", () => {
    const { state } = freshRun(plan);
    // The recipe, which names the technique, travels as a text of its own.
    const file = exportModel({ ...plan, recipe: plain.recipe }, state);
    expect(Buffer.from(file).equals(exportModel(plain, state))).toBe(true);
  });
});

/** Those that act on penalties or updates alone. */
const shrinking = all.filter(([, { at, roles, evaluation }]) => {
  const seams = Object.keys(at);
  return seams.every((seam) => seam === "loss" || seam === "update") && !roles && !evaluation;
});

/** The model after its first update. */
async function moved(plan: Plan): Promise<Record<string, number[]>> {
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  const after = await engine.train(state, position.strengths, { from: 0, count: 1 });
  await engine.release();
  return numbersOf(after.state);
}

describe("one update moves biases, gains and offsets as without", () => {
  const still = moved(plain);

  test("there are several", () => expect(shrinking.length).toBeGreaterThan(5));

  test.each(shrinking.map(([use]) => use))("%s", async (use) => {
    const [found, expected] = [await moved(planWith({ use })), await still];
    for (const [name, role] of roleOf) {
      if (role === "weight") continue;
      expect(found[name], name).toEqual(expected[name]?.map((value) => expect.closeTo(value, 6) as number));
    }
  });
});

test.each(all.filter(([, { takesParameters }]) => takesParameters))(
  "%s acts on a bias that is named, and on nothing else",
  (use, { at }) => {
    const plan = planWith({ use, layers: ["dense1.bias"] });
    const [technique] = plan.techniques;
    const targets = plan.model.parameters.filter((parameter) => technique && isTarget(technique, parameter));
    expect(targets.map(({ name }) => name)).toEqual(["dense1.bias"]);
    const read = topological(share([penaltyValue(plan)]))
      .filter(isInput)
      .map(inputName);
    // Decay has no penalty.
    expect(read.filter((name) => roleOf.has(name))).toEqual(at.loss ? ["dense1.bias"] : []);
  },
);

test("other techniques refuse the name of a parameter", () => {
  expect(() => planWith({ use: "maxNorm", layers: ["dense1.bias"] })).toThrow(
    /got "dense1.bias", expected names of layers/,
  );
});
