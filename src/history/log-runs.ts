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
  const runs: { rows: number[]; x: number[]; resumedAt: number[] }[] = [];
  let run = { rows: [] as number[], x: [] as number[], resumedAt: [] as number[] };
  for (let row = 0; row < rows; row++) {
    const before = run.x.at(-1);
    const x = places[row] ?? before ?? 0;
    const first = run.x[0] ?? Number.NEGATIVE_INFINITY;
    const wentBack = before !== undefined && x < before;
    if (run.rows.length === 0 || begins.has(row) || (wentBack && x <= first)) {
      run = { rows: [], x: [], resumedAt: [] };
      runs.push(run);
    } else if (wentBack) {
      let keep = run.x.length;
      while (keep > 0 && (run.x[keep - 1] as number) >= x) keep--;
      run.rows.length = keep;
      run.x.length = keep;
      run.resumedAt.push(x);
    }
    run.rows.push(row);
    run.x.push(x);
  }
  return runs;
}
