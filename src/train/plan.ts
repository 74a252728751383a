import { fitting, permutation, stream, UserError } from "../base/index.ts";
import {
  type Dataset,
  fitPreprocessing,
  type FittedPreprocessing,
  type Part,
  type Preprocessing,
  type SourceDataset,
  split,
  toNumbers,
} from "../data/index.ts";
import type { Situation } from "../derive/index.ts";
import { type Loss, losses } from "../losses/index.ts";
import { metrics, type Metric } from "../metrics/index.ts";
import { type Optimizer, optimizers } from "../optimizers/index.ts";
import type { Entry, Recipe } from "../recipe/index.ts";
import { type Schedule, schedules } from "../schedules/index.ts";
import type { Scale, Settings } from "../seams/index.ts";
import { checkLayers, describeModel, type Model } from "./model.ts";
import { checkDecisions, checkNeeds, checkSampling, checkScores, needsMet } from "./needs.ts";
import { withTechniques } from "./own.ts";
import { rowWeightsOf } from "./row-weights.ts";
import { scaleTargets } from "./targets.ts";
import { type Technique, techniquesOf } from "./techniques.ts";

/** An element of a registry with its settings. */
export interface Chosen<E> {
  readonly element: E;
  readonly settings: Settings;
}

/** Everything a run needs to know, worked out from its recipe and its data. */
export interface Plan {
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  readonly task: "classification" | "regression";
  /** 0 for a regression. */
  readonly classes: number;
  readonly rows: Readonly<Record<Part, Int32Array>>;
  /** The training rows that the fair training score is measured on. */
  readonly measuredTrain: Int32Array;
  readonly inputScaling: FittedPreprocessing;
  /** `[rows]`: how much each row counts in the loss of a batch; all alike when absent. */
  readonly rowWeights?: Float32Array | undefined;
  /** Of a regression's targets; shift 0 and scale 1 for a classification. */
  readonly targetScaling: Preprocessing;
  readonly model: Model;
  readonly loss: Chosen<Loss>;
  readonly optimizer: Chosen<Optimizer>;
  readonly learningRate: number;
  readonly schedule: Chosen<Schedule>;
  readonly techniques: readonly Technique[];
  /** Which needs of techniques the run meets. */
  readonly meets: Situation;
  /** The leading one first. */
  readonly metrics: readonly Metric[];
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
}

const chosen = <E>(registry: Readonly<Record<string, unknown>>, { use, ...settings }: Entry): Chosen<E> => ({
  element: registry[use] as E,
  settings: settings as Settings,
});

const usualLoss: Record<Plan["task"], Loss> = { classification: losses.crossEntropy, regression: losses.mse };

function lossOf(recipe: Recipe, task: Plan["task"]): Chosen<Loss> {
  if (recipe.loss === "auto") return { element: usualLoss[task], settings: {} };
  const loss = chosen<Loss>(losses, recipe.loss);
  if (loss.element.task !== task)
    throw new UserError({
      where: "loss",
      got: `"${loss.element.id}", a loss for ${loss.element.task}`,
      expected: `a loss for ${task}: ${Object.values(losses)
        .filter((known) => known.task === task)
        .map(({ id }) => id)
        .join(", ")}`,
      hint: "The targets decide the task",
    });
  return loss;
}

/** A fixed random part of the training rows when there are more than the recipe wants measured. */
function measuredRows(train: Int32Array, wanted: number, seed: number): Int32Array {
  if (train.length <= wanted) return train;
  const order = permutation(stream(seed, "measuredTrain"), train.length).subarray(0, wanted);
  return order.map((position) => train[position] as number).toSorted();
}

/** The metrics of a task with so many classes, the leading one first. */
function metricsOf(task: Plan["task"], classes: number): Metric[] {
  const leading = { classification: metrics.accuracy.id, regression: metrics.r2.id }[task];
  return Object.values(metrics as Readonly<Record<string, Metric>>)
    .filter((metric) => metric.task === task)
    .filter(
      ({ leastClasses = 0, mostClasses = Infinity }) => classes >= leastClasses && classes <= mostClasses,
    )
    .toSorted((a, b) => Number(b.id === leading) - Number(a.id === leading));
}

type Fitted = Pick<
  Plan,
  "model" | "loss" | "techniques" | "meets" | "metrics" | "batchSize" | "stepsPerEpoch"
>;

/** What a recipe makes of data. @throws Unfit when its parts do not fit the data or each other. */
function fitted(
  recipe: Recipe,
  dataset: Dataset,
  { task, classes, rows }: Pick<Plan, "task" | "classes" | "rows">,
): Fitted {
  const { inputs, targets } = dataset;
  const outputs = targets.kind === "classes" ? classes : targets.columns.length;
  const bare = describeModel(recipe, inputs, outputs);
  const techniques = techniquesOf(recipe);
  const circumstances = { task, inputs, rows, model: bare };
  const measured = metricsOf(task, classes);
  checkNeeds(techniques, circumstances);
  checkScores(
    techniques,
    measured.filter(({ isFinal }) => !isFinal),
  );
  checkDecisions(techniques);
  checkSampling(techniques, recipe.evaluation.mcSamples ?? 0, rows);
  techniques.forEach((technique, i) => checkLayers(bare, technique, `regularizers[${i}].layers`));
  const batchSize = Math.min(recipe.batchSize, rows.train.length);
  const stepsPerEpoch = Math.ceil(rows.train.length / batchSize);
  return {
    model: withTechniques(bare, techniques, { classes, stepsPerEpoch, epochs: recipe.epochs }),
    loss: lossOf(recipe, task),
    techniques,
    meets: needsMet(circumstances),
    metrics: measured,
    batchSize,
    stepsPerEpoch,
  };
}

/**
 * Works out a run.
 * @throws UserError when the recipe and the data do not fit together.
 */
export function planRun(recipe: Recipe, source: SourceDataset): Plan {
  const { targets } = source;
  const task = targets.kind === "classes" ? "classification" : "regression";
  const classes = targets.kind === "classes" ? targets.classes.length : 0;
  const rows = split(source, recipe.split, recipe.split.seed ?? recipe.seed);
  const dataset = toNumbers(source, rows.train);
  return {
    ...fitting(() => fitted(recipe, dataset, { task, classes, rows })),
    recipe,
    dataset,
    task,
    classes,
    rows,
    measuredTrain: measuredRows(rows.train, recipe.evaluation.trainRows, recipe.seed),
    inputScaling: fitPreprocessing(dataset, rows.train, recipe.scaling.divisor),
    rowWeights: rowWeightsOf(recipe, dataset, rows.train),
    targetScaling: scaleTargets(targets, rows.train, recipe.scaling.targets),
    optimizer: chosen<Optimizer>(optimizers, recipe.optimizer),
    learningRate: recipe.optimizer.learningRate,
    schedule: chosen<Schedule>(schedules, recipe.schedule),
  };
}

/** The numbers that strengths are measured against. */
export const scaleOf = ({ learningRate, rows, stepsPerEpoch, recipe }: Plan): Scale => ({
  learningRate,
  trainingRows: rows.train.length,
  stepsPerEpoch,
  epochs: recipe.epochs,
});
