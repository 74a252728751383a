import { rowStreamOf } from "../data/index.ts";
import { sizeOf } from "../graph/index.ts";
import { float32, type Value } from "../runtime/index.ts";
import { evaluationRows } from "./batch-sizes.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { initialState, type State } from "./state.ts";
import type { Strengths } from "./techniques.ts";
import {
  followedWeights,
  valuesOf,
  type WeightPlace,
  type WeightRecord,
  weightParameters,
} from "./weight-records.ts";

/** Values over a grid. */
interface WeightField {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** `[ys, xs]`. */
  readonly values: readonly number[];
}

/** The loss over two weights, all others as they are kept. */
export interface WeightSlice {
  /** What the two are called. */
  readonly names: readonly [string, string];
  /** The mean training loss, without penalties. */
  readonly losses: WeightField;
  /** All penalties together. */
  readonly penalties: WeightField;
  readonly kept: {
    readonly place: readonly [number, number];
    readonly loss: number;
    readonly penalty: number;
  };
  /** Where training began, and where it was after each epoch. */
  readonly way: readonly (readonly [number, number])[];
  /** On how many training rows the loss was measured. */
  readonly rows: number;
  /** From how many weights the two were chosen. */
  readonly followed: number;
}

/** Places along each axis: of the loss, which is smooth, and of the penalty, which is cheap. */
const side = 9;
const penaltySide = 25;
/** A slice costs so many multiplications, well below a second, or this share of those that training took. */
const usualCost = 1e10;
const costShare = 0.1;
/** An update costs so many times what a prediction does. */
const updateCost = 3;
/** Beyond what has to be seen, as a share of it. */
const room = 0.15;

/** How many multiplications an example costs, about: each weight once for each place that it is used at. */
function multiplications(plan: Plan): number {
  const outputs = new Map(plan.model.built.map(({ name, output }) => [name, output]));
  return weightParameters(plan).reduce((total, { layer, shape }) => {
    const output = outputs.get(layer) ?? [];
    return total + sizeOf(shape) * sizeOf(output.slice(1));
  }, 0);
}

/** Evenly taken training rows, as many as evaluation takes at once; nothing where they cost too much. */
function askedRows(plan: Plan, updates: number): Int32Array | undefined {
  const { measuredTrain, dataset } = plan;
  // Streamed rows would have to be read anew for every place.
  if (rowStreamOf(dataset.inputs)) return undefined;
  const batch = evaluationRows(plan);
  const example = multiplications(plan);
  const training = updateCost * updates * plan.batchSize * example;
  if (side * side * batch * example > Math.max(usualCost, costShare * training)) return undefined;
  const count = Math.min(batch, measuredTrain.length);
  return Int32Array.from(
    { length: count },
    (_, i) => measuredTrain[Math.floor((i * measuredTrain.length) / count)] as number,
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What reaches around all that has to be seen, with 0 among the places along the axis. */
function spanOf(values: readonly number[], width: number): Span {
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const step = (width * (1 + 2 * room)) / (side - 1);
  const first = Math.round(middle / step - (side - 1) / 2);
  return { from: first * step, to: (first + side - 1) * step };
}

const along = ({ from, to }: Span, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** A value at each place of a grid. */
async function gridOf(
  spans: readonly [Span, Span],
  count: number,
  at: (values: readonly number[]) => Promise<number>,
): Promise<WeightField> {
  const [xs, ys] = spans.map((span) => along(span, count)) as [number[], number[]];
  const values: number[] = [];
  for (const y of ys) for (const x of xs) values.push(await at([x, y]));
  return { xs, ys, values };
}

const withWeights = (state: State, places: readonly WeightPlace[], values: readonly number[]): State =>
  places.reduce<State>((moved, { name, at }, i) => {
    const changed = valuesOf(moved, name).slice();
    changed[at] = values[i] as number;
    return { ...moved, [name]: float32(changed, (state[name] as Value).shape) };
  }, state);

const weightName = ({ model }: Plan, { name, at }: WeightPlace): string => {
  const shape = model.parameters.find((spec) => spec.name === name)?.shape ?? [];
  const indices = shape.map((size, i) => Math.floor(at / sizeOf(shape.slice(i + 1))) % size);
  return `${name}[${indices.join(", ")}]`;
};

/**
 * The loss and the penalties over the two largest weights of those that were followed.
 * @returns nothing where it would cost too much, nothing was trained, or the kept model does not follow the trained weights.
 */
export async function weightSlice(
  { plan, engine }: { readonly plan: Plan; readonly engine: Engine },
  { kept, strengths }: { readonly kept: State; readonly strengths: Strengths },
  records: readonly WeightRecord[],
): Promise<WeightSlice | undefined> {
  const rows = askedRows(plan, records.at(-1)?.step ?? 0);
  const places = followedWeights(plan);
  if (!rows || records.length === 0 || places.length < 2) return undefined;
  const loss = async (chosen: readonly WeightPlace[], values: readonly number[]): Promise<number> => {
    const { losses } = await engine.evaluate(withWeights(kept, chosen, values), rows);
    return losses.reduce((sum, each) => sum + each, 0) / rows.length;
  };
  const kepts = places.map(({ name, at }) => valuesOf(kept, name)[at] as number);
  const pair = [...places.keys()]
    .toSorted((a, b) => Math.abs(kepts[b] as number) - Math.abs(kepts[a] as number))
    .slice(0, 2);
  const chosen = pair.map((i) => places[i] as WeightPlace);
  const start = initialState(plan);
  const before = places.map(({ name, at }) => valuesOf(start, name)[at] as number);
  const pairOf = (values: readonly number[]) => pair.map((i) => values[i] as number) as [number, number];
  const way = [before, ...records.map(({ followed }) => followed)].map(pairOf);
  const place = pairOf(kepts);
  // As far as the diamond of an L1 penalty reaches.
  const reach = Math.abs(place[0]) + Math.abs(place[1]);
  const seen = [...way, place, [reach, reach], [-reach, -reach]];
  const spans = [0, 1].map((axis) => seen.map((each) => each[axis] as number));
  const width = Math.max(...spans.map((values) => Math.max(...values) - Math.min(...values))) || 1;
  const reached = spans.map((values) => spanOf(values, width)) as [Span, Span];
  const penaltyAt = (values: readonly number[]): Promise<number> =>
    engine.penalty(withWeights(kept, chosen, values), strengths);
  const losses = await gridOf(reached, side, (values) => loss(chosen, values));
  const penalties = await gridOf(reached, penaltySide, penaltyAt);
  if (new Set(losses.values).size < 2) return undefined;
  return {
    names: chosen.map((each) => weightName(plan, each)) as [string, string],
    losses,
    penalties,
    kept: { place, loss: await loss([], []), penalty: await penaltyAt(place) },
    way,
    rows: rows.length,
    followed: places.length,
  };
}
