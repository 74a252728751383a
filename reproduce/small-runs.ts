// Runs in memory on MNIST, many of them, that end in one number each.
import { bug, mean, standardError, type Stream, stream } from "../src/base/index.ts";
import type { Dataset } from "../src/data/index.ts";
import { datasets } from "../src/datasets/index.ts";
import { type Shape, sizeOf } from "../src/graph/index.ts";
import { parseRecipe, type RecipeInput } from "../src/recipe/index.ts";
import { float32 } from "../src/runtime/index.ts";
import {
  createEngine,
  initialState,
  initialStrengths,
  type Plan,
  planRun,
  sparsityOf,
  type State,
  strengthsIn,
} from "../src/train/index.ts";
import { dataFolders } from "../src/worker/index.ts";

export interface Changes {
  /** Of the examples that the plan is made of. */
  readonly plan?: (plan: Plan) => Plan;
  readonly start?: ((state: State, plan: Plan) => State) | undefined;
  /** 1, 2 and 3 when absent. */
  readonly seeds?: readonly number[];
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

type Start = NonNullable<Changes["start"]>;

/** The parameters that `isDrawn` names, drawn anew from streams of their own; the others as they are. */
const redrawn =
  (isDrawn: (role: string) => boolean, next: (draw: Stream, inputs: number) => number): Start =>
  (state, { model, recipe }) => {
    const drawn = model.parameters.filter(({ role }) => isDrawn(role));
    const values = drawn.map(({ name, layer, shape }) => {
      const draw = stream(recipe.seed, `start ${name}`);
      const inputs = inputsOf(state[`${layer}.weight`]?.shape ?? bug(`${layer} has no weight`));
      return [
        name,
        float32(
          Float32Array.from({ length: sizeOf(shape) }, () => next(draw, inputs)),
          shape,
        ),
      ];
    });
    return { ...state, ...Object.fromEntries(values) };
  };

/** Over how many inputs a unit sums: kernels are `[filters, channels, height, width]`, dense weights `[inputs, units]`. */
const inputsOf = (weight: Shape): number =>
  sizeOf(weight.length === 2 ? weight.slice(0, 1) : weight.slice(1));

/** Weights from a normal distribution around 0. */
export const normalStart = (deviation: number): Start =>
  redrawn(
    (role) => role === "weight",
    (draw) => deviation * draw.normal(),
  );

/** Weights and biases from U(−a, a) with a = 1 / √inputs, as PyTorch has them where nothing is said. */
export const uniformStart: Start = redrawn(
  (role) => role === "weight" || role === "bias",
  (draw, inputs) => (2 * draw.uniform() - 1) / Math.sqrt(inputs),
);

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

export interface Outcome {
  /** Test errors in percent, one for each number of updates after which they were wanted. */
  readonly errors: readonly number[];
  /** Of the weights at the end. */
  readonly sparsity: ReturnType<typeof sparsityOf>;
}

/** Trains on MNIST. */
export async function trained(input: RecipeInput, changes: Changes = {}): Promise<Outcome> {
  const recipe = parseRecipe(input, "the recipe");
  const planned = planRun(recipe, await mnist());
  const plan = changes.plan?.(planned) ?? planned;
  const engine = await createEngine(plan);
  const full = initialStrengths(plan.techniques);
  const start = initialState(plan);
  let state = changes.start?.(start, plan) ?? start;
  const errors: number[] = [];
  let step = 0;
  for (const goal of changes.at ?? [recipe.epochs * plan.stepsPerEpoch]) {
    while (step < goal) {
      // One call of the engine stays within an epoch.
      const count = Math.min(500, goal - step, plan.stepsPerEpoch - (step % plan.stepsPerEpoch));
      const epoch = Math.floor(step / plan.stepsPerEpoch) + 1;
      const strengths = strengthsIn(epoch, plan.techniques, full);
      ({ state } = await engine.train(state, strengths, { from: step, count }));
      step += count;
    }
    const { predictions } = await engine.evaluate(state, plan.rows.test);
    errors.push(errorOf(plan, predictions, plan.rows.test));
  }
  await engine.release();
  return { errors, sparsity: sparsityOf(plan, state) };
}

export const percent = (value: number): string => `${value.toFixed(2)} %`;

/** Errors over the seeds as `mean ± standard error`, of one seed without. */
export const summaryOf = (errors: readonly number[]): string =>
  errors.length === 1
    ? percent(mean(errors))
    : `${percent(mean(errors))} ± ${standardError(errors).toFixed(2)}`;

/** The error after the last update, for every seed. */
export async function overSeeds(input: RecipeInput, changes: Changes = {}): Promise<number[]> {
  const all: number[] = [];
  for (const seed of changes.seeds ?? [1, 2, 3])
    all.push((await trained({ ...input, seed }, changes)).errors.at(-1) ?? NaN);
  return all;
}
