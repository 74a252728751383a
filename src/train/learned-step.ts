// Strengths that a run learns while it trains: after each update, its slope of the loss on a batch of validation rows by the
// logarithm of each strength (one-step unrolled: Luketina et al. 2016, "T1–T2"), and a step of Adam down that slope.
import { epochOrder } from "../data/index.ts";
import {
  abs,
  add,
  cast,
  clip,
  constant,
  div,
  exp,
  gradients,
  input,
  inputName,
  lessOrEqual,
  mean,
  mul,
  sqrt,
  sub,
  type Tensor,
  where,
} from "../graph/index.ts";
import { loopNames, type Step } from "../onnx/index.ts";
import { float32, int32, type Value } from "../runtime/index.ts";
import { evaluatedOutputs } from "./evaluated.ts";
import type { Stretch } from "./feeds.ts";
import type { Plan } from "./plan.ts";
import { gatherBatch, inputNames, type Storage, trainingStep } from "./step.ts";
import type { State } from "./state.ts";
import type { Strengths } from "./techniques.ts";

/** How strengths are learned. */
export interface Learning {
  /** By path such as `l2.lambda`: where each begins and between which values it stays, all above 0. */
  readonly strengths: Readonly<
    Record<string, { readonly start: number; readonly least: number; readonly most: number }>
  >;
  /** Of Adam on the logarithms of the strengths: about how far each moves in one update. */
  readonly rate: number;
  /** How many validation rows each update looks at. */
  readonly batchSize: number;
}

const names = {
  rows: "learned.rows",
  log: (path: string): string => `learned.${path}`,
  slope: (path: string): string => `learned.${path}:slope`,
  square: (path: string): string => `learned.${path}:square`,
} as const;

const [slopeDecay, squareDecay] = [0.9, 0.999];
/** The largest finite float32: infinity and NaN both fail the comparison with it. */
const largest = 3.4028234e38;
/** Slopes are of the size of a learning rate times a strength, which may be tiny: Adam's usual 1e-8 would stop them. */
const leastRoot = 1e-15;

const mixed = (before: Tensor, now: Tensor, decay: number): Tensor =>
  add(mul(before, decay), mul(now, 1 - decay));

/** 1 − decay^t, for the t-th update. */
const correction = (t: Tensor, decay: number): Tensor => sub(1, exp(mul(t, Math.log(decay))));

/** A training step, and what the validation rows say of it. */
interface Unrolled {
  readonly step: Step;
  /** The places of the validation rows. */
  readonly rows: Tensor;
  /** The loss on them after the update, in evaluation mode. */
  readonly loss: Tensor;
  /** The logarithm of each strength, by path, and the slope of that loss by it. */
  readonly logs: ReadonlyMap<string, Tensor>;
  readonly slopes: readonly Tensor[];
}

/** The training step, and the slopes of the loss on some validation rows after its update. */
export function unrolledStep(plan: Plan, storage: Storage, { strengths, batchSize }: Learning): Unrolled {
  const logs = new Map<string, Tensor>(
    Object.keys(strengths).map((path) => [path, input(names.log(path), [])]),
  );
  const step = trainingStep(plan, storage, (path) => {
    const log = logs.get(path);
    return log ? exp(log) : input(path, []);
  });
  const rows = input(names.rows, [batchSize], "int32");
  const { inputs, targets } = gatherBatch(plan, rows, storage);
  const after = new Map(step.state.map((carried) => [inputName(carried.before), carried.after]));
  const outputs = evaluatedOutputs(plan, inputs, {
    valueOf: ({ name, shape }) => after.get(name) ?? input(name, shape),
  });
  const { element, settings } = plan.loss;
  const loss = mean(element.perExample(outputs, targets, settings));
  return { step, rows, loss, logs, slopes: gradients(loss, [...logs.values()]) };
}

/** A step of training that also makes one of Adam on the logarithms of some strengths, which it carries. */
export function learnedStep(plan: Plan, storage: Storage, learning: Learning): Step {
  const { step, rows, logs, slopes } = unrolledStep(plan, storage, learning);
  const t = add(cast(input(inputNames.step, [], "int32"), "float32"), 1);
  const learned = [...logs].flatMap(([path, log], i) => {
    const [slope, square] = [input(names.slope(path), []), input(names.square(path), [])];
    // An optimizer's root of an average of squares that has run down to 0 has no slope: this update teaches nothing then.
    const told = slopes[i] as Tensor;
    const now = where(lessOrEqual(abs(told), largest), told, constant(0));
    const nextSlope = mixed(slope, now, slopeDecay);
    const nextSquare = mixed(square, mul(now, now), squareDecay);
    const root = add(sqrt(div(nextSquare, correction(t, squareDecay))), leastRoot);
    const change = div(mul(div(nextSlope, correction(t, slopeDecay)), learning.rate), root);
    const { least = 0, most = 0 } = learning.strengths[path] ?? {};
    const next = clip(sub(log, change), constant(Math.log(least)), constant(Math.log(most)));
    return [
      { before: log, after: next },
      { before: slope, after: nextSlope },
      { before: square, after: nextSquare },
    ];
  });
  return { ...step, perStep: [...step.perStep, rows], state: [...step.state, ...learned] };
}

/** The state with what a learning step carries beside it, at its start. */
export const withLearned = (state: State, { strengths }: Learning): State => ({
  ...state,
  ...Object.fromEntries(
    Object.entries(strengths).flatMap(([path, { start }]): [string, Value][] => [
      [names.log(path), float32(Float32Array.of(Math.log(start)), [])],
      [names.slope(path), float32(new Float32Array(1), [])],
      [names.square(path), float32(new Float32Array(1), [])],
    ]),
  ),
});

/** The learned strengths as a state has them. */
export const learnedIn = (state: State, { strengths }: Learning): Strengths =>
  Object.fromEntries(
    Object.keys(strengths).map((path) => [
      path,
      Math.exp((state[names.log(path)] as Value).values[0] as number),
    ]),
  );

/** The validation rows that the updates of a stretch look at: all of them in a new order, again and again. */
export function learningFeeds(
  plan: Plan,
  { batchSize }: Learning,
  { from, count }: Stretch,
): Record<string, Value> {
  const { validation } = plan.rows;
  const places = new Int32Array(count * batchSize);
  let order: { readonly round: number; readonly rows: Int32Array } | undefined;
  for (let at = 0; at < places.length; at++) {
    const place = from * batchSize + at;
    const round = Math.floor(place / validation.length);
    if (order?.round !== round)
      order = { round, rows: epochOrder(validation, plan.recipe.seed, round, "shuffled") };
    places[at] = order.rows[place % validation.length] as number;
  }
  return { [loopNames.perStep(names.rows)]: int32(places, [count, batchSize]) };
}
