// Which training rows an update looks at, window by window.
import { epochOrder } from "../data/index.ts";
import { loopNames } from "../onnx/index.ts";
import { float32, int32, type Value } from "../runtime/index.ts";
import type { Held, Window } from "./examples.ts";
import type { Stretch } from "./feeds.ts";
import type { Plan } from "./plan.ts";
import { inputNames, isRagged } from "./step.ts";

/** The windows that training goes through: the next rows of an epoch's order, as many as can be held. */
export interface TrainingWindows {
  /** The window that an update needs, beginning at update `from`; nothing after the last update. */
  at(step: number): TrainingWindow | undefined;
  /** The window after one; nothing after the last. */
  after(window: TrainingWindow): TrainingWindow | undefined;
  /** How many updates can be made in one call from `step` on. */
  ahead(step: number): number;
}

export interface TrainingWindow extends Window {
  /** Its first update. */
  readonly from: number;
  /** Which of its rows stands in for rows that a smaller last batch lacks: that of the epoch's first row. */
  readonly filler: number;
}

/** The orders of the epochs; the last two that were asked for are remembered. */
function epochOrders({ rows, recipe }: Plan): (epoch: number) => Int32Array {
  const kind = recipe.shuffle ? "shuffled" : "none";
  const known = new Map<number, Int32Array>();
  return (epoch) => {
    const order = known.get(epoch) ?? epochOrder(rows.train, recipe.seed, epoch, kind);
    known.set(epoch, order);
    for (const other of known.keys()) if (Math.abs(other - epoch) > 1) known.delete(other);
    return order;
  };
}

/** @param most how many rows can be held. */
export function trainingWindows(plan: Plan, most: number): TrainingWindows {
  const { batchSize, stepsPerEpoch, recipe } = plan;
  // One more row has to fit where a batch is filled up.
  const whole = Math.min(stepsPerEpoch, Math.max(1, Math.floor((most - 1) / batchSize)));
  const orderOf = epochOrders(plan);
  const at: TrainingWindows["at"] = (step) => {
    if (step >= stepsPerEpoch * recipe.epochs) return undefined;
    const epoch = Math.floor(step / stepsPerEpoch);
    const within = step - epoch * stepsPerEpoch;
    const first = within - (within % whole);
    const order = orderOf(epoch + 1);
    const rows = order.subarray(first * batchSize, (first + whole) * batchSize);
    const from = epoch * stepsPerEpoch + first;
    const key = `update ${from}`;
    if (first === 0 || rows.length === whole * batchSize) return { key, from, rows, filler: 0 };
    return { key, from, rows: Int32Array.of(...rows, order[0] as number), filler: rows.length };
  };
  const ahead = (step: number): number => {
    const within = step % stepsPerEpoch;
    return Math.min(stepsPerEpoch - within, whole - (within % whole));
  };
  return { at, after: ({ from }) => at(from + ahead(from)), ahead };
}

/** The batches of a stretch in the window that it is in, and which of their rows are there. */
export function batchFeeds(
  plan: Plan,
  { window, held }: { readonly window: TrainingWindow; readonly held: Held },
  { from, count }: Stretch,
): Record<string, Value> {
  const { batchSize } = plan;
  const start = (from - window.from) * batchSize;
  const end = window.filler > 0 ? window.filler : held.places.length;
  const here = held.places.subarray(start, Math.min(end, start + count * batchSize));
  const places = new Int32Array(count * batchSize).fill(held.places[window.filler] as number);
  places.set(here);
  const weights = new Float32Array(places.length);
  here.forEach((_, at) => (weights[at] = plan.rowWeights?.[window.rows[start + at] as number] ?? 1));
  const present = new Float32Array(places.length).fill(1, 0, here.length);
  return {
    [loopNames.perStep(inputNames.rows)]: int32(places, [count, batchSize]),
    ...(plan.rowWeights && {
      [loopNames.perStep(inputNames.weights)]: float32(weights, [count, batchSize]),
    }),
    ...(isRagged(plan) && {
      [loopNames.perStep(inputNames.present)]: float32(present, [count, batchSize]),
    }),
  };
}
