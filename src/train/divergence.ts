import type { Engine, StretchResult } from "./engine.ts";
import type { Stretch } from "./feeds.ts";
import type { State } from "./state.ts";
import type { Strengths } from "./techniques.ts";

/** Some updates that were made, with what is needed to make them again. */
export interface Made {
  readonly before: State;
  readonly strengths: Strengths;
  readonly stretch: Stretch;
}

/** Whether the last loss of a stretch is no finite number. */
export const hasDiverged = ({ losses }: StretchResult): boolean => !Number.isFinite(losses.at(-1) ?? 0);

/**
 * The last state whose loss was finite. The engine runs on for a step past it, so the stretch is made again up to there:
 * runs are deterministic, and healthy ones pay nothing for it.
 * @param count how many losses of the diverged stretch there are; the last of them is the one that is not finite.
 */
export async function lastFiniteState(
  engine: Engine,
  { diverged, previous }: { readonly diverged: Made; readonly previous: Made | undefined },
  count: number,
): Promise<{ state: State; step: number }> {
  // The state before update i is good when its own loss, number i, is finite.
  const again = async ({ before, strengths, stretch }: Made, updates: number) => {
    const step = stretch.from + updates;
    if (updates === 0) return { state: before, step };
    const { state } = await engine.train(before, strengths, { from: stretch.from, count: updates });
    return { state, step };
  };
  if (count >= 2) return again(diverged, count - 2);
  if (previous) return again(previous, previous.stretch.count - 1);
  return { state: diverged.before, step: diverged.stretch.from };
}
