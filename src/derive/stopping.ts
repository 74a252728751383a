import type { Regularizer } from "../seams/index.ts";
import { strengthOf } from "./parameters.ts";
import type { Replay } from "./replay.ts";

/** What a rule of stopping is worth on a finished curve: the strength to take, or that none would have helped. */
export type Stopping = { readonly strength: number } | "useless" | "unknown";

/** An end that lies less than this share above the lowest loss leaves stopping nothing to win. */
const smallestWin = 0.01;

/**
 * The patience with which a technique that ends training would have kept the lowest validation loss: of equals the default,
 * else the second smallest of those replayed, which is neither eager nor idle; where all of them are longer than the rest of
 * the curve, as long as that. Useless where the end of the curve is about as good as the lowest point.
 * @param replays of the technique's settings on the curve, to the end first; unknown without any.
 */
export function stoppingOf(technique: Regularizer, replays: readonly Replay[]): Stopping {
  const { id, strength, replays: rule } = technique;
  const [whole, ...others] = replays;
  if (rule === undefined || whole === undefined) return "unknown";
  if (!(whole.regret >= smallestWin * Math.abs(whole.loss))) return "useless";
  const plain = others.flatMap(({ use, settings, stopped, regret }) => {
    const value = settings[strength];
    const isPlain = use === id && Object.keys(settings).length === 1 && typeof value === "number";
    return isPlain && stopped !== undefined && regret < whole.regret ? [{ value, regret }] : [];
  });
  const least = Math.min(...plain.map(({ regret }) => regret));
  const best = plain
    .filter(({ regret }) => regret === least)
    .map(({ value }) => value)
    .toSorted((a, b) => a - b);
  const usual = best.find((value) => value === strengthOf(technique).default);
  return { strength: usual ?? best[1] ?? best[0] ?? Math.max(1, whole.pointsAfterLowest ?? 1) };
}

/** Whether a technique ends training. */
export const isStopping = ({ replays }: Regularizer): boolean => replays !== undefined;
