// What penalties share that pull weights towards 0 equally hard however near they are, so that they can reach it.
import { div, type Tensor } from "../graph/index.ts";
import { choice, type Effect, flag, type Scale, type Tools } from "../seams/index.ts";
import { digits } from "./decay.ts";
import { conventionalStrength } from "./penalties.ts";

/**
 * The parameters of such a penalty.
 * @param measure what λ multiplies, such as `Σ|w|`
 * @param zeros what becomes 0 in the proximal form, in the plural
 */
export const lassoParameters = (measure: string, zeros: string) => ({
  lambda: conventionalStrength,
  convention: choice(["mean", "sum"], {
    description: `What λ multiplies: mean ${measure}/n with n training examples, sum ${measure}.`,
    default: "mean",
  }),
  proximal: flag({
    description: `Whether weights are moved towards 0 after each update instead of by a penalty: ${zeros} then become exactly 0, and the objective is the loss alone.`,
    default: false,
  }),
});

interface Strength<T> {
  readonly lambda: T;
  readonly convention: "mean" | "sum";
}

/** What the measure is multiplied with in the penalty. */
export const factorOf = (
  { lambda, convention }: Strength<Tensor>,
  { trainingRows }: Pick<Tools, "trainingRows">,
): Tensor => (convention === "mean" ? div(lambda, trainingRows) : lambda);

/** The distance that plain SGD takes something towards 0, and what it comes to. */
export function pull(
  what: string,
  { lambda, convention }: Strength<number>,
  { learningRate, trainingRows, stepsPerEpoch, epochs }: Scale,
): Effect {
  const slope = convention === "mean" ? lambda / trainingRows : lambda;
  const perStep = learningRate * slope;
  const perEpoch = perStep * stepsPerEpoch;
  const text = `Each update of plain SGD moves ${what} by ${digits(perStep)} towards 0, each epoch by ${digits(perEpoch)}`;
  // Weights start within about 1 of 0.
  if (perEpoch > 1) return { text, warning: "Weights all but vanish within an epoch" };
  if (slope > 0 && perEpoch * epochs < 0.001)
    return { text, warning: `Over the whole run that is less than 0.001: nothing measurable` };
  return { text };
}
