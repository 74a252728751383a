import { boostingHistories } from "../boosting.ts";
import { meanIn, type RoundLine, roundTable } from "../boosting-text.ts";
import type { LogFile } from "../log-file.ts";
import { defineLogFormat } from "./format.ts";

/** `[0]	validation_0-logloss:0.69	validation_1-logloss:0.70`; R counts from 1, cross validation adds `+0.01`. */
function lineOf(line: string): RoundLine | undefined {
  const [, round, rest] = /^(?:\[\d\d:\d\d:\d\d\]\s+)?\[(\d{1,9})\]:?\s+(.+)$/u.exec(line.trim()) ?? [];
  if (round === undefined || rest === undefined) return undefined;
  const values = rest.split(/\s+/u).flatMap((cell) => {
    const [, set, metric, value] = /^([\w.]+)-([\w@.-]+?):(.+)$/u.exec(cell) ?? [];
    return set && metric && value ? [{ set, metric, value: meanIn(value) }] : [];
  });
  return { round: Number(round), values };
}

export const xgboostText = defineLogFormat({
  id: "xgboost-text",
  title: "XGBoost console",
  looksFor: 'lines like "[0] train-rmse:1.2 eval-rmse:1.3" (XGBoost)',
  recognises: ({ text }) => text !== undefined && /^.{0,40}\[\d+\]:?\s+[\w.]+-[\w@.-]+:[\d.]/mu.test(text),
  read: ([log]) => {
    const { rounds, series } = roundTable(log as LogFile, lineOf);
    const { path: file } = log as LogFile;
    return boostingHistories(series, rounds, {
      format: "xgboost-text",
      program: "xgboost",
      title: "XGBoost console",
      file,
    });
  },
});
