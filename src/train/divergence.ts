import type { Engine, StretchResult } from "./engine.ts";
import { advanced, type Position } from "./position.ts";
import type { State } from "./state.ts";
import type { Strengths } from "./techniques.ts";

/** Some updates that were made, with what is needed to make them again. */
export interface Made {
  readonly before: State;
  readonly position: Position;
  /** Those that were at work. */
  readonly strengths: Strengths;
  readonly count: number;
}

/** Whether the last loss of a stretch is no finite number. */
export const hasDiverged = ({ losses }: StretchResult): boolean => !Number.isFinite(losses.at(-1) ?? 0);

/** A state and where it stands. */
export interface Standing {
  readonly state: State;
  readonly position: Position;
}

/** The standing after the first few of some updates. Runs are deterministic, and healthy ones pay nothing for it. */
async function madeAgain(engine: Engine, made: Made, updates: number): Promise<Standing> {
  const { before, position, strengths } = made;
  if (updates === 0) return { state: before, position };
  const { state, ...told } = await engine.train(before, strengths, { from: position.step, count: updates });
  return { state, position: advanced(position, told) };
}

/**
 * The last state whose loss was finite, where the state after a stretch has none: the one before its last update.
 * @param count how many of its updates were made.
 */
export const beforeLast = (engine: Engine, made: Made, count: number): Promise<Standing> =>
  madeAgain(engine, made, count - 1);

/**
 * The last state whose loss was finite, where a stretch ended early by a loss that is not. The state before update i is
 * good when its own loss, number i, is finite.
 * @param count how many losses the diverged stretch gave; the last of them is the one that is not finite.
 */
export async function lastFinite(
  engine: Engine,
  { diverged, previous }: { readonly diverged: Made; readonly previous: Made | undefined },
  count: number,
): Promise<Standing> {
  if (count >= 2) return beforeLast(engine, diverged, count - 1);
  // Without a stretch before it this process cannot go further back than where it started.
  if (!previous) return { state: diverged.before, position: diverged.position };
  return beforeLast(engine, previous, previous.count);
}
