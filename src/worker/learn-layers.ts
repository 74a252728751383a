// The strengths of penalties learned layer by layer: the recipe divided, the run, and the recipe that it comes to.
import type { SourceDataset } from "../data/index.ts";
import { overrideRecipe, parseRecipe, type Recipe, type RecipeInput } from "../recipe/index.ts";
import {
  checkLearning,
  initialStrengths,
  type Learning,
  learnStrengths,
  perLayer,
  type Plan,
  planRun,
  weightedLayers,
} from "../train/index.ts";
import type { Learnable, Learned } from "./member-messages.ts";

/** Of Adam on the logarithms of strengths: in 100 updates a strength can grow or shrink about e times. */
const rate = 0.01;

/** Where a strength begins: at the recipe's value if it is between the ends, else in their middle. */
const startOf = (value: number, { least, most }: Learnable): number =>
  value >= least && value <= most ? value : Math.sqrt(least * most);

function learningOf(plan: Plan, strengths: readonly Learnable[]): Learning {
  const batchSize = Math.max(1, Math.min(plan.batchSize, plan.rows.validation.length));
  const values = initialStrengths(plan.techniques);
  const entries = strengths.flatMap((each) =>
    plan.techniques
      .filter(({ regularizer }) => regularizer.id === each.use)
      .map(({ key }) => {
        const path = `${key}.${each.name}`;
        const { least, most } = each;
        return [path, { least, most, start: startOf(values[path] ?? 0, each) }] as const;
      }),
  );
  return { strengths: Object.fromEntries(entries), rate, batchSize };
}

/** What is to be trained. */
interface ToLearn {
  /** The recipe, its penalties divided by layer. */
  readonly divided: RecipeInput;
  readonly plan: Plan;
  readonly learning: Learning;
}

/** @throws UserError for strengths that cannot be learned, and data that cannot teach them. */
export function toLearn(recipe: Recipe, strengths: readonly Learnable[], data: SourceDataset): ToLearn {
  const layers = weightedLayers(planRun(recipe, data));
  const divided = strengths.reduce<RecipeInput>(
    (result, { use }) => perLayer(result, use, layers),
    recipe as unknown as RecipeInput,
  );
  const plan = planRun(parseRecipe(divided, "the recipe divided by layer"), data);
  const learning = learningOf(plan, strengths);
  checkLearning(plan, learning);
  return { divided, plan, learning };
}

/**
 * Trains a recipe once, its penalties divided by layer, and learns their strengths on the way.
 * @returns nothing when it was stopped.
 * @throws UserError for strengths that cannot be learned, data that cannot teach them, and training that diverged.
 */
export async function learnByLayer(
  recipe: Recipe,
  strengths: readonly Learnable[],
  data: SourceDataset,
  stop: () => Promise<boolean>,
): Promise<Learned | undefined> {
  const { divided, plan, learning } = toLearn(recipe, strengths, data);
  const run = await learnStrengths(plan, learning, stop);
  if (!run) return undefined;
  const settings = Object.entries(run.strengths).map(
    ([path, value]) => `${path}=${Number(value.toPrecision(6))}`,
  );
  return {
    ...run,
    recipe: parseRecipe(overrideRecipe(divided, settings), "the learned recipe"),
    layers: Object.fromEntries(
      Object.keys(run.strengths).map((path) => {
        const technique = plan.techniques.find(({ key }) => path.startsWith(`${key}.`));
        return [path, technique?.layers?.join(", ") ?? "all"];
      }),
    ),
  };
}
