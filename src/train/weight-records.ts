import { sizeOf } from "../graph/index.ts";
import type { ParameterSpec } from "../seams/index.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";

/** How many weights lie in each of some intervals of equal width. */
export interface WeightHistogram {
  /** The smallest and the largest weight. */
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** What the weights were after an epoch: one line of `weights.jsonl`. */
export interface WeightRecord {
  readonly epoch: number;
  readonly step: number;
  /** By parameter. */
  readonly histograms: Readonly<Record<string, WeightHistogram>>;
  /** The values of {@link followedWeights}. */
  readonly followed: readonly number[];
}

/** One number of a parameter. */
export interface WeightPlace {
  readonly name: string;
  readonly at: number;
}

const intervals = 30;
/** Of a larger parameter so many weights are counted, evenly taken. */
const mostCounted = 20_000;
/** So many weights are followed. */
export const mostFollowed = 64;

type Spec = Pick<ParameterSpec, "name" | "shape" | "layer">;

/** The parameters that penalties act on. */
export const weightParameters = ({ model }: Pick<Plan, "model">): readonly Spec[] =>
  model.parameters.filter(({ role }) => role === "weight");

export const valuesOf = (state: State, name: string): Float32Array => state[name]?.values as Float32Array;

/** Weights whose way through training is kept: as many of each parameter, evenly taken. */
export function followedWeights(plan: Pick<Plan, "model">): WeightPlace[] {
  const specs = weightParameters(plan).slice(0, mostFollowed);
  return specs.flatMap(({ name, shape }) => {
    const size = sizeOf(shape);
    const count = Math.min(size, Math.floor(mostFollowed / specs.length));
    return Array.from({ length: count }, (_, i) => ({ name, at: Math.floor(((i + 0.5) * size) / count) }));
  });
}

function histogramOf(values: Float32Array): WeightHistogram {
  const every = Math.ceil(values.length / mostCounted);
  let [from, to] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += every) {
    const value = values[i] as number;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  const counts = Array.from({ length: intervals }, () => 0);
  const scale = to > from ? intervals / (to - from) : 0;
  for (let i = 0; i < values.length; i += every) {
    const place = Math.min(intervals - 1, Math.floor(((values[i] as number) - from) * scale));
    counts[place] = (counts[place] as number) + 1;
  }
  return { from, to, counts };
}

/** The numbers of a picture need no more digits. */
const rounded = (value: number): number => Number(value.toPrecision(5));

export function weightRecordOf(
  plan: Pick<Plan, "model">,
  state: State,
  { epoch, step }: { readonly epoch: number; readonly step: number },
): WeightRecord {
  return {
    epoch,
    step,
    histograms: Object.fromEntries(
      weightParameters(plan).map(({ name }) => {
        const { from, to, counts } = histogramOf(valuesOf(state, name));
        return [name, { from: rounded(from), to: rounded(to), counts }];
      }),
    ),
    followed: followedWeights(plan).map(({ name, at }) => rounded(valuesOf(state, name)[at] as number)),
  };
}
