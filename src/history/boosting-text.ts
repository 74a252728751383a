import type { BoostingSeries } from "./boosting.ts";
import type { LogFile } from "./log-file.ts";
import { checkSize, numberIn, type Recorded } from "./log-table.ts";

/** What one line tells: the round and its values. */
export interface RoundLine {
  readonly round: number;
  readonly values: readonly { readonly set: string; readonly metric: string; readonly value: Recorded }[];
}

/** Series of one run, as lines tell them. */
export interface RoundTable {
  readonly rounds: readonly number[];
  readonly series: readonly BoostingSeries[];
}

/** Reads a console text line by line; other lines are left out. Rounds that begin again stay in order. */
export function roundTable(log: LogFile, read: (line: string) => RoundLine | undefined): RoundTable {
  const rounds: number[] = [];
  const series = new Map<string, { set: string; metric: string; values: Recorded[] }>();
  let before = "";
  for (const line of (log.text ?? "").split("\n")) {
    // After an early stop both programs print the best round once more.
    const isAgain = /best iteration/iu.test(before.slice(0, 200));
    before = line;
    const found = isAgain || line.length > 4000 ? undefined : read(line);
    if (found === undefined || found.values.length === 0) continue;
    // LightGBM's command line writes a line for each set.
    const names = found.values.map(({ set, metric }) => `${set} ${metric}`);
    const isMore =
      rounds.at(-1) === found.round &&
      names.every((name) => series.get(name)?.values[rounds.length - 1] === undefined);
    if (!isMore) rounds.push(found.round);
    checkSize(log.path, series.size, rounds.length * Math.max(1, series.size));
    for (const { set, metric, value } of found.values) {
      const name = `${set} ${metric}`;
      const one = series.get(name) ?? { set, metric, values: [] };
      series.set(name, one);
      one.values[rounds.length - 1] = value;
    }
  }
  return {
    rounds,
    series: [...series.values()].map((one) => ({
      ...one,
      values: Array.from({ length: rounds.length }, (_, i) => one.values[i]),
    })),
  };
}

/** `0.5`, and the mean of cross validation's `0.5+0.1`. */
export const meanIn = (text: string): Recorded => numberIn(text.replace(/(?<=\d)\s*(?:\+|±).*$/u, ""));
