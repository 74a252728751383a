import type { Regularizer } from "../seams/index.ts";
import type { Replay } from "./replay.ts";

/** What a rule of stopping is worth on a finished curve: the strength to take, or that none of those tried would have helped. */
export type Stopping = { readonly strength: number } | "useless" | "unknown";

/**
 * The strength with which a technique that ends training would have kept the lowest validation loss: of equals the second
 * smallest, which is neither eager nor idle. Useless where none would have ended this training without keeping more loss than
 * its end had.
 * @param replays of the technique's settings on the curve, to the end first; unknown without any.
 */
export function stoppingOf(
  { id, strength, replays: rule }: Regularizer,
  replays: readonly Replay[],
): Stopping {
  const [whole, ...others] = replays;
  if (rule === undefined || whole === undefined) return "unknown";
  const plain = others.flatMap(({ use, settings, stopped, regret }) => {
    const value = settings[strength];
    const isPlain = use === id && Object.keys(settings).length === 1 && typeof value === "number";
    return isPlain && stopped !== undefined && regret <= whole.regret ? [{ value, regret }] : [];
  });
  const least = Math.min(...plain.map(({ regret }) => regret));
  const [first, second] = plain
    .filter(({ regret }) => regret === least)
    .map(({ value }) => value)
    .toSorted((a, b) => a - b);
  return first === undefined ? "useless" : { strength: second ?? first };
}

/** Whether a technique ends training. */
export const isStopping = ({ replays }: Regularizer): boolean => replays !== undefined;
