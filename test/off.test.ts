// In the compiled step a technique at its off value changes no bit of a run, and at work it changes it.
import { expect, test } from "vitest";
import type { RecipeInput } from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { createEngine } from "../src/train/engine.ts";
import { numbersOf, striped, tinyPlan, trainTiny } from "./tiny-runs.ts";

const convolution = { use: "conv", filters: 16, padding: 1 } as const;
const images = striped(50);

const still = ended();

/** A run of a few epochs, in batches of which the last one is smaller: the weights, and what they answer in evaluation. */
async function ended(technique?: object): Promise<Record<string, number[]>> {
  const recipe: RecipeInput = {
    model: { layers: [convolution, { use: "residual", layers: [convolution] }, { use: "dense", units: 6 }] },
    optimizer: "adam",
    epochs: 4,
    regularizers: (technique ? [technique] : []) as NonNullable<RecipeInput["regularizers"]>,
  };
  const plan = tinyPlan(recipe, images);
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  const { predictions } = await engine.evaluate(kept, plan.rows.validation);
  await engine.release();
  const weights = numbersOf(kept);
  // What a technique keeps for itself changes nothing as long as nothing is made of it.
  const own = `.${plan.techniques[0]?.key}.`;
  for (const name of Object.keys(weights)) if (name.includes(own)) delete weights[name];
  return { ...weights, answers: Array.from(predictions) };
}

const withOff = Object.values<Regularizer>(regularizers).flatMap(({ id, strength, params }) => {
  const { off, default: usual } = params[strength]?.facts ?? {};
  return off === undefined ? [] : [[id, strength, off, usual] as const];
});

/** Those that divide the images of a batch anew, so that the engine adds up the gradients of biases in another order. */
const regrouping: readonly string[] = ["manifoldMixup"];

const nearly = (weights: Record<string, number[]>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [
      name,
      values.map((value) => expect.closeTo(value, 5) as number),
    ]),
  );

test.each(withOff)("%s with %s %d", async (use, strength, off, usual) => {
  const unmoved = regrouping.includes(use) ? nearly(await still) : await still;
  expect(await ended({ use, [strength]: off })).toEqual(unmoved);
  expect(await ended({ use, [strength]: usual })).not.toEqual(unmoved);
});
