// Shrinking weights by a factor, whether a penalty or the update itself does it.
import { mul, sub, type Tensor } from "../graph/index.ts";
import { type Convention, type Effect, rateOf, type Scale, strengthFor, type Tools } from "../seams/index.ts";

/** What λ is taken to mean by those who write it. */
export const conventions = {
  sum: { formula: "λ Σw² = λ‖W‖²", times: 2 },
  half: { formula: "(λ/2) Σw²", times: 1 },
  halfMean: { formula: "(λ/2n) Σw²", times: 1, per: "rows" },
  decoupled: { formula: "w ← w − ηλw beside the update", times: 1, decoupled: true },
} as const satisfies Readonly<Record<string, Convention>>;

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
  readonly lambda: number;
  readonly convention: Convention;
  /** Under which optimizers that is so, as the start of a sentence. */
  readonly under: string;
}

/** What the same pull is called in each convention of a penalty. */
function otherConventions(rate: number, rows: number): string {
  const named = Object.entries<Convention>(conventions)
    .filter(([, { decoupled }]) => !decoupled)
    .map(([name, convention]) => `${digits(strengthFor(rate, convention, { rows }))} in ${name}`);
  return `It is λ = ${named.join(", ")}`;
}

/** The factor 1 − η · rate by which every weight shrinks at each update, and what it comes to. */
export function shrinkage({ lambda, convention, under }: Shrinkage, scale: Scale): Effect {
  const { learningRate, trainingRows: rows, stepsPerEpoch, epochs } = scale;
  const rate = rateOf(lambda, convention, { rows });
  const perStep = 1 - learningRate * rate;
  const perEpoch = perStep ** stepsPerEpoch;
  const text = `${under} each update shrinks every weight by the factor 1 − ${digits(learningRate * rate)}, each epoch by ${digits(perEpoch)}`;
  const others = otherConventions(rate, rows);
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
