// In the compiled step a technique at its off value changes no bit of a run, and at work it changes it.
import { expect, test } from "vitest";
import type { RecipeInput } from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import type { Regularizer } from "../src/seams/index.ts";
import { numbersOf, striped, tinyPlan, trainTiny } from "./tiny-runs.ts";

const convolution = { use: "conv", filters: 16, padding: 1 } as const;
const images = striped(50);

/** The weights after two epochs, in batches of which the last one is smaller. */
async function weightsWith(technique?: object): Promise<Record<string, number[]>> {
  const recipe: RecipeInput = {
    model: { layers: [convolution, { use: "residual", layers: [convolution] }, { use: "dense", units: 6 }] },
    optimizer: "adam",
    epochs: 2,
    regularizers: (technique ? [technique] : []) as NonNullable<RecipeInput["regularizers"]>,
  };
  return numbersOf((await trainTiny(tinyPlan(recipe, images))).saved.state);
}

const still = weightsWith();

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
  // What a technique keeps for itself stands beside the model.
  const unmoved = regrouping.includes(use) ? nearly(await still) : await still;
  expect(await weightsWith({ use, [strength]: off })).toMatchObject(unmoved);
  expect(await weightsWith({ use, [strength]: usual })).not.toMatchObject(unmoved);
});
