import type { Strengths } from "./techniques.ts";

/** Where a run stands; with the state it is all that a resume needs. */
export interface Position {
  /** Updates made since the start of the run. */
  readonly step: number;
  /** The mini-batch losses of the epoch so far. */
  readonly running: { readonly sum: number; readonly count: number };
  readonly strengths: Strengths;
}

/** The position after more updates of the same epoch, given their losses. */
export function advanced(position: Position, losses: Float32Array): Position {
  let { sum } = position.running;
  for (const loss of losses) sum += loss;
  const running = { sum, count: position.running.count + losses.length };
  return { ...position, step: position.step + losses.length, running };
}
