import { constant, evaluate, isConstant, type Tensor } from "../graph/index.ts";
import type { Value } from "../runtime/index.ts";
import { evaluatedWeights } from "./evaluated.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";

const numbersOf = (t: Tensor): ArrayLike<number> =>
  isConstant(t) ? t.attributes.values : (evaluate([t])[0] ?? []);

function zerosAmong(values: ArrayLike<number>): number {
  let zeros = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === 0) zeros++;
  return zeros;
}

/** The weights as evaluation uses them, by parameter. */
export const weightValues = (plan: Plan, state: State): Record<string, ArrayLike<number>> => {
  const weights = evaluatedWeights(plan, ({ name, shape }) =>
    constant((state[name] as Value).values as Float32Array, shape),
  );
  return Object.fromEntries(Object.entries(weights).map(([name, view]) => [name, numbersOf(view)]));
};

/** The share of weights that are exactly 0 in evaluation, in all and by parameter. */
export function sparsityOf(plan: Plan, state: State): { total: number; byParameter: Record<string, number> } {
  const counts = Object.entries(weightValues(plan, state)).map(([name, values]) => ({
    name,
    zeros: zerosAmong(values),
    size: values.length,
  }));
  const all = (key: "zeros" | "size"): number => counts.reduce((total, entry) => total + entry[key], 0);
  return {
    total: all("zeros") / all("size"),
    byParameter: Object.fromEntries(counts.map(({ name, zeros, size }) => [name, zeros / size])),
  };
}
