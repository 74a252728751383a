import type { Regularizer } from "../seams/index.ts";
import { strengthOf } from "./parameters.ts";
import type { Replay } from "./replay.ts";

/** What a rule of stopping is worth on a finished curve: the strength to take, or that none would have helped. */
export type Stopping = { readonly strength: number } | "useless" | "unknown";

/** An end that lies less than this share above the lowest loss leaves stopping nothing to win. */
const smallestWin = 0.01;
/** The lowest of some tens of values lies about two standard deviations of their noise below the level, and the last one anywhere. */
const noisesOfLowest = 3;

/**
 * The patience with which a technique that ends training would have kept the lowest validation loss: of equals the default,
 * else the second smallest of those replayed, which is neither eager nor idle; where none of them keeps it, as long
 * as does on this curve. Useless where the end of the curve is about as good as the lowest point.
 * @param replays of the technique's settings on the curve, to the end first; unknown without any.
 */
export function stoppingOf(technique: Regularizer, replays: readonly Replay[]): Stopping {
  const { id, strength, replays: rule } = technique;
  const [whole, ...others] = replays;
  if (rule === undefined || whole === undefined) return "unknown";
  const { regret: win, noise = 0, patience = 1 } = whole;
  if (!(win >= smallestWin * Math.abs(whole.loss) && win >= noisesOfLowest * noise)) return "useless";
  const plain = others.flatMap(({ use, settings, stopped, regret }) => {
    const value = settings[strength];
    const isPlain = use === id && Object.keys(settings).length === 1 && typeof value === "number";
    return isPlain && stopped !== undefined ? [{ value, regret }] : [];
  });
  const best = plain
    .filter(({ regret }) => regret === 0)
    .map(({ value }) => value)
    .toSorted((a, b) => a - b);
  const usual = best.find((value) => value === strengthOf(technique).default);
  return { strength: usual ?? best[1] ?? best[0] ?? patience };
}

/** Whether a technique ends training. */
export const isStopping = ({ replays }: Regularizer): boolean => replays !== undefined;
