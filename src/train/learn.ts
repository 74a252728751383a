// One run that learns the strengths of its penalties, layer by layer, while it trains.
import { UserError } from "../base/index.ts";
import { rowStreamOf } from "../data/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { hasDiverged } from "./divergence.ts";
import { createEngine } from "./engine.ts";
import { learnedIn, type Learning } from "./learned-step.ts";
import { canTrainTogether, type LoneResult, measured, type Stop } from "./lone.ts";
import type { Plan } from "./plan.ts";
import { initialState } from "./state.ts";
import { strengthsIn } from "./schedule.ts";
import { initialStrengths, type Strengths } from "./techniques.ts";

export interface LearnedRun {
  /** The strengths after each epoch. */
  readonly path: readonly Strengths[];
  /** Of each strength its geometric mean over the second half of the epochs: single steps wander. */
  readonly strengths: Strengths;
  /** Of the weights at the end. The validation rows taught the strengths, so their score is no test. */
  readonly result: LoneResult;
}

/**
 * A recipe whose penalty has an entry for each layer, all of the same settings, where its weights are penalized.
 * @param use the penalty; every entry of the recipe that names no layers is divided.
 */
export const perLayer = (recipe: RecipeInput, use: string, layers: readonly string[]): RecipeInput => ({
  ...recipe,
  regularizers: (recipe.regularizers ?? []).flatMap((entry) =>
    typeof entry !== "string" && entry.use === use && entry.layers === undefined
      ? layers.map((layer) => ({ ...entry, layers: [layer] }))
      : [entry],
  ),
});

/** The layers that have weights, in the order of the model. */
export const weightedLayers = ({ model }: Plan): string[] => [
  ...new Set(model.parameters.filter(({ role }) => role === "weight").map(({ layer }) => layer)),
];

/** @throws UserError for strengths that cannot be learned, and data that cannot teach them. */
export function checkLearning(plan: Plan, { strengths, batchSize }: Learning): void {
  for (const path of Object.keys(strengths)) {
    const key = path.slice(0, path.lastIndexOf("."));
    const technique = plan.techniques.find((each) => each.key === key);
    if (technique?.regularizer.at.loss === undefined)
      throw new UserError({
        where: "--learn",
        got: path,
        expected:
          "the strength of a penalty, such as l2.lambda: only these are smooth enough to learn by gradient",
        hint: "Leave out --learn to try values of it",
      });
  }
  if (!canTrainTogether(plan))
    throw new UserError({
      where: "--learn",
      got: "a technique that watches the epochs, such as earlyStopping",
      expected:
        "a run of a fixed number of epochs: while strengths move, early epochs say little about later ones",
      hint: "Leave it out (--set regularizers=[] leaves out all techniques that the recipe has) and choose --epochs",
    });
  if (rowStreamOf(plan.dataset.inputs) || plan.rows.validation.length < batchSize)
    throw new UserError({
      where: "--learn",
      got: rowStreamOf(plan.dataset.inputs)
        ? "data that is streamed from disk"
        : `${plan.rows.validation.length} validation rows`,
      expected: `data in memory with at least ${batchSize} validation rows: strengths are learned from these`,
      hint: "Try values without --learn",
    });
}

const diverged = (epoch: number): UserError =>
  new UserError({
    where: "training",
    got: `a loss that is no finite number, in epoch ${epoch}`,
    expected: "a finite loss",
    hint: "Lower the learning rate",
  });

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/**
 * Trains a plan and learns some of its strengths.
 * @returns nothing when it was stopped.
 * @throws UserError for strengths that cannot be learned, data that cannot teach them, and training that diverges.
 */
export async function learnStrengths(
  plan: Plan,
  learning: Learning,
  stop: Stop,
): Promise<LearnedRun | undefined> {
  checkLearning(plan, learning);
  const engine = await createEngine(plan, { learning });
  try {
    const { epochs } = plan.recipe;
    const fixed = initialStrengths(plan.techniques);
    const path: Strengths[] = [];
    let state = engine.begin(initialState(plan));
    for (let step = 0; step < epochs * plan.stepsPerEpoch; ) {
      if (await stop()) return undefined;
      const epoch = Math.floor(step / plan.stepsPerEpoch) + 1;
      const count = engine.updatesAhead(step);
      const made = await engine.train(state, strengthsIn(epoch, plan.techniques, fixed), {
        from: step,
        count,
      });
      if (hasDiverged(made)) throw diverged(epoch);
      ({ state } = made);
      step += count;
      if (step % plan.stepsPerEpoch === 0) path.push(learnedIn(state, learning));
    }
    const late = path.slice(Math.floor(path.length / 2));
    const strengths = Object.fromEntries(
      Object.keys(learning.strengths).map((each) => [
        each,
        geometricMean(late.map((at) => at[each] as number)),
      ]),
    );
    const result = await measured({ plan, engine }, { state, epoch: epochs, epochs });
    return { path, strengths, result };
  } finally {
    await engine.release();
  }
}
