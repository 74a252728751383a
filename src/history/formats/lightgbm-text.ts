import { boostingHistories } from "../boosting.ts";
import { meanIn, type RoundLine, roundTable } from "../boosting-text.ts";
import type { LogFile } from "../log-file.ts";
import { defineLogFormat } from "./format.ts";

/** `[10]	training's l2: 0.5	valid_1's l2: 0.6` of Python and R; `Iteration:10, training l2 : 0.5` of the command line. */
function lineOf(line: string): RoundLine | undefined {
  const [, round, rest] = /^\[(\d{1,9})\]:?\s+(.+)$/u.exec(line.trim()) ?? [];
  if (round !== undefined && rest !== undefined) {
    const found = [...rest.matchAll(/([\w.]{1,60})'s ([\w@ .-]{1,60}?):\s{0,9}(\S{1,40})/gu)];
    const values = found.map(([, set = "", metric = "", value = ""]) => {
      // Cross validation writes "cv_agg's valid l2".
      const [, part, name] = /^(train|valid) (.+)$/u.exec(metric) ?? [undefined, set, metric];
      return { set: part as string, metric: name as string, value: meanIn(value) };
    });
    return { round: Number(round), values };
  }
  const [, iteration, set, metric, value] =
    /Iteration:\s*(\d{1,9}), (\w+) ([\w@.-]+) : (\S+)/u.exec(line) ?? [];
  if (iteration === undefined || set === undefined || metric === undefined || value === undefined)
    return undefined;
  return { round: Number(iteration), values: [{ set, metric, value: meanIn(value) }] };
}

/** The loss of a constant prediction, where the log tells the share of positive rows. */
function baselineIn(text: string): number | undefined {
  const share = Number(/BoostFromScore\]: pavg=([\d.]+)/u.exec(text)?.[1]);
  return share > 0 && share < 1 ? -share * Math.log(share) - (1 - share) * Math.log(1 - share) : undefined;
}

export const lightgbmText = defineLogFormat({
  id: "lightgbm-text",
  title: "LightGBM console",
  looksFor: `lines like "[10] training's l2: 0.5 valid_1's l2: 0.6" (LightGBM)`,
  recognises: ({ text }) =>
    text !== undefined &&
    /^[ \t]*\[\d+\]:?\s+[\w.]+'s [\w@ .-]+:\s*[\d.]|Iteration:\s*\d+, \w+ [\w@.-]+ : [\d.]/mu.test(text),
  read: ([log]) => {
    const { path: file, text = "" } = log as LogFile;
    const { rounds, series } = roundTable(log as LogFile, lineOf);
    const isLogLoss = series.some(({ metric }) => metric === "binary_logloss");
    const baseline = isLogLoss ? baselineIn(text) : undefined;
    const train = Number(/Number of data(?: points in the train set)?: (\d+)/u.exec(text)?.[1] ?? 0);
    return boostingHistories(series, rounds, {
      format: "lightgbm-text",
      program: "lightgbm",
      title: "LightGBM console",
      file,
      ...(baseline !== undefined && { baselineLoss: baseline }),
      rows: train > 0 ? { train, trainMeasured: train } : {},
    });
  },
});
