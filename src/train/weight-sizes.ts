import type { Plan } from "./plan.ts";
import { weightValues } from "./sparsity.ts";
import type { State } from "./state.ts";

/** A weight below this share of the largest of its parameter is near 0. */
export const nearShare = 0.01;
/** So many sizes are told. */
const ranks = 41;

/** How large the weights of a trained model are, biases apart. */
export interface WeightSizes {
  /** The share of them that is exactly 0. */
  readonly zero: number;
  /** The share whose size is less than {@link nearShare} of the largest one of the same parameter, those of 0 among them. */
  readonly near: number;
  /** Sizes from the smallest weight to the largest, evenly by rank. */
  readonly sizes: readonly number[];
}

/** The sizes of the weights as evaluation uses them; nothing of a model without weights. */
export function weightSizes(plan: Plan, state: State): WeightSizes | undefined {
  const parameters = Object.values(weightValues(plan, state)).map((values) =>
    Float32Array.from(values, Math.abs).toSorted(),
  );
  const all = parameters.length === 1 ? (parameters[0] as Float32Array) : joined(parameters).toSorted();
  if (all.length === 0) return undefined;
  let near = 0;
  for (const sizes of parameters) near += countBelow(sizes, nearShare * (sizes.at(-1) ?? 0));
  const zeros = all.findIndex((size) => size > 0);
  return {
    zero: (zeros < 0 ? all.length : zeros) / all.length,
    near: near / all.length,
    sizes: Array.from(
      { length: ranks },
      (_, i) => all[Math.round((i * (all.length - 1)) / (ranks - 1))] as number,
    ),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** How many of some rising sizes are less than a limit, or 0. */
function countBelow(sizes: Float32Array, limit: number): number {
  const first = sizes.findIndex((size) => size > 0 && size >= limit);
  return first < 0 ? sizes.length : first;
}
