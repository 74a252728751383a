// Shrinking weights by a factor, whether a penalty or the update itself does it.
import { mul, sub, type Tensor } from "../graph/index.ts";
import type { Effect, Scale, Tools } from "../seams/index.ts";

/** A weight after the optimizer's update, less the share ηλ of what it was before. */
export const decayed = (
  { before, after }: { readonly before: Tensor; readonly after: Tensor },
  lambda: Tensor,
  { learningRate }: Pick<Tools, "learningRate">,
): Tensor => sub(after, mul(before, mul(learningRate, lambda)));

/** A number with as many digits as matter. */
export const digits = (value: number): string => String(Number(value.toPrecision(4)));

/** How weights shrink. */
export interface Shrinkage {
  /** The rate at which a weight w is pulled: each update takes η · rate · w off it. */
  readonly rate: number;
  /** Under which optimizers that is so, as the start of a sentence. */
  readonly under: string;
}

/** What the same pull is called in each convention of λ. */
function otherConventions(rate: number, { trainingRows }: Scale): string {
  return `It is λ = ${digits(rate / 2)} in the convention sum, ${digits(rate)} in half, ${digits(rate * trainingRows)} in halfMean`;
}

/** The factor 1 − η · rate by which every weight shrinks at each update, and what it comes to. */
export function shrinkage({ rate, under }: Shrinkage, scale: Scale): Effect {
  const { learningRate, stepsPerEpoch, epochs } = scale;
  const perStep = 1 - learningRate * rate;
  const perEpoch = perStep ** stepsPerEpoch;
  const text = `${under} each update shrinks every weight by the factor 1 − ${digits(learningRate * rate)}, each epoch by ${digits(perEpoch)}`;
  const others = otherConventions(rate, scale);
  if (perStep <= -1)
    return {
      text,
      warning: `The factor is below −1: each update makes the weights larger, and the run diverges. ${others}`,
    };
  if (perStep <= 0 || perEpoch < 0.01)
    return { text, warning: `Weights all but vanish within an epoch. ${others}` };
  if (rate > 0 && perEpoch ** epochs > 0.99)
    return {
      text,
      warning: `Over the whole run weights shrink by less than 1 %: nothing measurable. ${others}`,
    };
  return { text };
}
