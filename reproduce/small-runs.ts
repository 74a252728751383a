// Runs in memory on MNIST, many of them, that end in one number each.
import { bug, mean, standardError } from "../src/base/index.ts";
import type { Dataset } from "../src/data/index.ts";
import { datasets } from "../src/datasets/index.ts";
import { parseRecipe, type RecipeInput } from "../src/recipe/index.ts";
import {
  createEngine,
  initialState,
  initialStrengths,
  type Plan,
  planRun,
  type State,
} from "../src/train/index.ts";
import { dataFolders } from "../src/worker/index.ts";

const seeds = [1, 2, 3];

interface Changes {
  /** Of the examples that the plan is made of. */
  readonly plan?: (plan: Plan) => Plan;
  readonly start?: (state: State, plan: Plan) => State;
  /** After how many updates the error is wanted; after the last one when absent. */
  readonly at?: readonly number[];
}

const mnist = (() => {
  let loaded: Promise<Dataset> | undefined;
  return () =>
    (loaded ??= datasets.mnist.load(
      { heldOut: "test" },
      { baseFolder: ".", dataFolders: dataFolders() },
    ) as Promise<Dataset>);
})();

/** Percent of some rows for which the largest probability is not that of their label. */
function errorOf({ dataset, classes }: Plan, predictions: Float32Array, rows: Int32Array): number {
  const { targets } = dataset;
  if (targets.kind !== "classes") return bug("MNIST has classes");
  const wrong = rows.reduce((total, row, i) => {
    const own = predictions.subarray(i * classes, (i + 1) * classes);
    return total + Number(own.indexOf(Math.max(...own)) !== targets.labels[row]);
  }, 0);
  return (100 * wrong) / rows.length;
}

/** Trains on MNIST and gives the test error in percent after some updates. */
export async function testErrors(input: RecipeInput, changes: Changes = {}): Promise<number[]> {
  const recipe = parseRecipe(input, "the recipe");
  const planned = planRun(recipe, await mnist());
  const plan = changes.plan?.(planned) ?? planned;
  const engine = await createEngine(plan);
  const strengths = initialStrengths(plan.techniques);
  const start = initialState(plan);
  let state = changes.start?.(start, plan) ?? start;
  const errors: number[] = [];
  let step = 0;
  for (const goal of changes.at ?? [recipe.epochs * plan.stepsPerEpoch]) {
    while (step < goal) {
      // One call of the engine stays within an epoch.
      const count = Math.min(500, goal - step, plan.stepsPerEpoch - (step % plan.stepsPerEpoch));
      ({ state } = await engine.train(state, strengths, { from: step, count }));
      step += count;
    }
    const { predictions } = await engine.evaluate(state, plan.rows.test);
    errors.push(errorOf(plan, predictions, plan.rows.test));
  }
  await engine.release();
  return errors;
}

export const percent = (value: number): string => `${value.toFixed(2)} %`;

/** Errors over the seeds as `mean ± standard error`. */
export const summaryOf = (errors: readonly number[]): string =>
  `${percent(mean(errors))} ± ${standardError(errors).toFixed(2)}`;

/** The error after the last update, for every seed. */
export async function overSeeds(input: RecipeInput, changes: Changes = {}): Promise<number[]> {
  const all: number[] = [];
  for (const seed of seeds) all.push((await testErrors({ ...input, seed }, changes)).at(-1) ?? NaN);
  return all;
}
