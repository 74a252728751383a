// What Adam and its relatives share: running means of the gradient and of its square.
import { add, div, mul, sqrt, square, type Tensor } from "../graph/index.ts";
import { fixed, type Settings } from "../seams/index.ts";
import type { Change } from "./define.ts";

export const momentParams = {
  beta1: fixed({
    symbol: String.raw`\beta_1`,
    description: "Share of the running mean of gradients that is kept at each step.",
    min: 0,
    max: 0.9999,
    default: 0.9,
  }),
  beta2: fixed({
    symbol: String.raw`\beta_2`,
    description: "Share of the running mean of squared gradients that is kept at each step.",
    min: 0,
    max: 0.999999,
    default: 0.999,
  }),
  epsilon: fixed({
    symbol: String.raw`\epsilon`,
    description: "Number added to the root of the squared mean, against division by zero.",
    min: 0,
    aboveMin: true,
    default: 1e-8,
  }),
};

type MomentSettings = Settings<typeof momentParams>;

export const momentSlots: readonly string[] = ["mean", "square"];

/**
 * The slots hold Σ βᵗ⁻ⁱ gᵢ without the factor 1 − β, which saves a pass over the weights each. That factor and the
 * bias correction 1 / (1 − βᵗ) of both means go into the step size and into epsilon.
 */
export function momentScalars(update: number, { beta1, beta2, epsilon }: MomentSettings) {
  const meanScale = (1 - beta1) / (1 - beta1 ** update);
  const rootScale = Math.sqrt((1 - beta2) / (1 - beta2 ** update));
  return { step: meanScale / rootScale, epsilon: epsilon / rootScale };
}

/** The new slots, and what Adam subtracts from the weight. */
export function momentStep(
  { gradient, slots, learningRate, scalars }: Change,
  { beta1, beta2 }: MomentSettings,
): { readonly step: Tensor; readonly slots: Readonly<Record<string, Tensor>> } {
  const named = (values: Readonly<Record<string, Tensor>>, name: string): Tensor => values[name] as Tensor;
  const mean = add(mul(named(slots, "mean"), beta1), gradient);
  const squares = add(mul(named(slots, "square"), beta2), square(gradient));
  const size = mul(learningRate, named(scalars, "step"));
  const step = div(mul(mean, size), add(sqrt(squares), named(scalars, "epsilon")));
  return { step, slots: { mean, square: squares } };
}
