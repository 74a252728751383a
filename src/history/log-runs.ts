import type { LogTable, Recorded } from "./log-table.ts";

/** The rows of one run in a log, with the place of each. */
export interface RunRows {
  /** Rows of the table, counted from 0. */
  readonly rows: readonly number[];
  readonly x: readonly number[];
  /** Places at which the run went back and went on from there, as after a restart from a checkpoint. */
  readonly resumedAt: readonly number[];
}

/**
 * Parts a log where it begins again: its places return to where the run before began, or the log says so. Where they
 * return to a later place, the run went on from a checkpoint, and what it did again replaces what it had done.
 * @param places of every row; a row without one stands where the row before it does
 */
export function runsOf({ rows, breaks = [] }: LogTable, places: readonly Recorded[]): RunRows[] {
  const begins = new Set(breaks);
  const runs: OpenRun[] = [];
  for (let row = 0; row < rows; row++) {
    const run = runs.at(-1);
    const before = run?.x.at(-1) ?? 0;
    const x = places[row] ?? before;
    if (run === undefined || begins.has(row) || (x < before && x <= (run.x[0] ?? 0)))
      runs.push({ rows: [row], x: [x], resumedAt: [] });
    else {
      if (x < before) takeBack(run, x);
      run.rows.push(row);
      run.x.push(x);
    }
  }
  return runs;
}

interface OpenRun {
  readonly rows: number[];
  readonly x: number[];
  readonly resumedAt: number[];
}

/** Forgets what a run did from a place on. */
function takeBack({ rows, x, resumedAt }: OpenRun, place: number): void {
  const keep = x.findLastIndex((one) => one < place) + 1;
  rows.length = keep;
  x.length = keep;
  resumedAt.push(place);
}
