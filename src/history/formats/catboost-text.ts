import { boostingHistories } from "../boosting.ts";
import { type RoundLine, roundTable } from "../boosting-text.ts";
import type { LogFile } from "../log-file.ts";
import { numberIn } from "../log-table.ts";
import { defineLogFormat } from "./format.ts";

/** `10:	learn: 0.61	test: 0.63	best: 0.63 (10)	total: 1s	remaining: 2s`; the metric has no name there. */
function lineOf(line: string): RoundLine | undefined {
  const [, round, learn, test] =
    /^\s{0,40}(\d{1,9}):\s{1,9}learn: (\S{1,30})(?:\s{1,9}test: (\S{1,30}))?/u.exec(line) ?? [];
  if (round === undefined || learn === undefined) return undefined;
  const sets = { learn, ...(test !== undefined && { test }) };
  return {
    round: Number(round),
    values: Object.entries(sets).map(([set, value]) => ({ set, metric: "loss", value: numberIn(value) })),
  };
}

export const catboostText = defineLogFormat({
  id: "catboost-text",
  title: "CatBoost console",
  looksFor: 'lines like "10: learn: 0.61 test: 0.63 best: 0.63 (10)" (CatBoost)',
  recognises: ({ text }) => text !== undefined && /^[ \t]*\d+:\s{1,9}learn: [\d.]/mu.test(text),
  read: ([log]) => {
    const { rounds, series } = roundTable(log as LogFile, lineOf);
    const { path: file } = log as LogFile;
    return boostingHistories(series, rounds, { format: "catboost-text", title: "CatBoost console", file });
  },
});
