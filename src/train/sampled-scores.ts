import { mean } from "../base/index.ts";
import type { Part } from "../data/index.ts";
import type { Scores } from "../history/index.ts";
import type { Plan } from "./plan.ts";
import { createSampler, type Sampled, type Sampler } from "./sampler.ts";
import { predictionsOf, scoresBy } from "./scores.ts";
import { unscaleTargets } from "./targets.ts";
import {
  classLikelihood,
  classUncertainty,
  type Column,
  deviationOf,
  likeliestNoise,
  meanOf,
  numberLikelihood,
  type Passes,
} from "./uncertainty.ts";

/** What the mean of several passes with noise is worth. */
export interface SampledScores {
  readonly part: Part;
  readonly passes: number;
  /** Of the mean of the passes. */
  readonly metrics: Scores["metrics"];
  /** The mean logarithm of the predictive probability, or density in the targets' own units, of the truth. */
  readonly logLikelihood: number;
  /** Means over the rows. */
  readonly uncertainty:
    | { readonly entropy: number; readonly mutualInformation: number }
    | {
        /** Of the passes, for each column in its own units. */
        readonly deviation: readonly number[];
        /** Of the noise around each pass, which the density takes. */
        readonly noise: readonly number[];
      };
}

/** What one asks the sampler for. */
interface Question {
  readonly plan: Plan;
  readonly sampler: Sampler;
  readonly model: Sampled;
  readonly passes: number;
}

/** The columns of some rows with what each pass says of them, in their own units. */
function columnsOf(plan: Plan, rows: Int32Array, drawn: Passes): Column[] {
  const all = drawn.map((pass) => unscaleTargets(pass, plan.targetScaling));
  const found = predictionsOf(plan, rows, drawn[0] as Float32Array);
  if (!("actual" in found)) return [];
  const column = (values: ArrayLike<number>, at: number): number[] =>
    Array.from(rows, (_, row) => values[row * found.outputs + at] as number);
  return Array.from({ length: found.outputs }, (_, at) => ({
    actual: column(found.actual, at),
    passes: all.map((pass) => column(pass, at)),
  }));
}

/** The density of numbers takes a noise that was fitted on other rows than those it judges. */
async function ofNumbers(question: Question, part: Part, drawn: Passes) {
  const { plan, sampler, model, passes } = question;
  const others =
    part === "test" && plan.rows.validation.length > 0 ? plan.rows.validation : plan.measuredTrain;
  const noise = columnsOf(plan, others, await sampler.sample(model, others, passes)).map(likeliestNoise);
  const columns = columnsOf(plan, plan.rows[part], drawn);
  const scattered = deviationOf(drawn.map((pass) => unscaleTargets(pass, plan.targetScaling)));
  const width = columns.length;
  return {
    logLikelihood: columns
      .map((column, at) => numberLikelihood(column, noise[at] as number))
      .reduce((a, b) => a + b, 0),
    uncertainty: {
      deviation: columns.map((_, at) => mean(Array.from(scattered.filter((__, i) => i % width === at)))),
      noise,
    },
  };
}

function ofClasses({ plan }: Question, drawn: Passes, labels: Int32Array) {
  const { entropy, mutualInformation } = classUncertainty(drawn, plan.classes);
  return {
    logLikelihood: classLikelihood(drawn, labels),
    uncertainty: { entropy: mean(entropy), mutualInformation: mean(mutualInformation) },
  };
}

/**
 * Predicts the test part, or the validation part where there is none, by the mean of passes with noise.
 * @returns nothing when the recipe asks for none.
 */
export async function sampledScores(plan: Plan, model: Sampled): Promise<SampledScores | undefined> {
  const passes = plan.recipe.evaluation.mcSamples ?? 0;
  if (passes === 0) return undefined;
  const part = plan.rows.test.length > 0 ? "test" : "validation";
  const sampler = await createSampler(plan);
  try {
    const question = { plan, sampler, model, passes };
    const rows = plan.rows[part];
    const drawn = await sampler.sample(model, rows, passes);
    const found = predictionsOf(plan, rows, meanOf(drawn));
    const more =
      "labels" in found ? ofClasses(question, drawn, found.labels) : await ofNumbers(question, part, drawn);
    return { part, passes, metrics: scoresBy(plan.metrics, found), ...more };
  } finally {
    await sampler.release();
  }
}
