import { z } from "zod";
import { boostingHistories, type BoostingSeries } from "../boosting.ts";
import { jsonNumber } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { checkSize } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import { defineLogFormat } from "./format.ts";

const results = z.record(z.string(), z.record(z.string(), z.array(jsonNumber).min(1)));

function seriesIn(json: unknown): readonly BoostingSeries[] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return [];
  const { evals_result: inner } = json as { readonly evals_result?: unknown };
  const parsed = results.safeParse(inner ?? json);
  if (!parsed.success) return [];
  return Object.entries(parsed.data).flatMap(([set, metrics]) =>
    Object.entries(metrics).map(([metric, values]) => ({ set, metric, values })),
  );
}

/** What `evals_result()` of XGBoost and `evals_result_` of LightGBM give: `{set: {metric: [numbers]}}`. */
export const boostingJson = defineLogFormat({
  id: "boosting-json",
  title: "evals_result of XGBoost or LightGBM",
  looksFor: 'JSON like {"train": {"logloss": [0.6, 0.5]}, "valid": {"logloss": […]}} (XGBoost, LightGBM)',
  recognises: ({ json }) => {
    const measures = seriesIn(json).map(({ metric }) => measureOf(metric));
    // A plain "loss" is no metric of these programs.
    return (
      measures.some(({ kind }) => kind === "loss" || kind === "metric") &&
      measures.every(({ lossRank }) => lossRank !== 0)
    );
  },
  read: ([log]) => {
    const { path: file, json } = log as LogFile;
    const series = seriesIn(json);
    const length = series.reduce((most, { values }) => Math.max(most, values.length), 0);
    checkSize(file, series.length, series.length * length);
    const rounds = Array.from({ length }, (_, i) => i);
    const whole = series.map((one) => ({ ...one, values: rounds.map((i) => one.values[i]) }));
    return boostingHistories(whole, rounds, {
      format: "boosting-json",
      program: "boosting",
      title: "evals_result of XGBoost or LightGBM",
      file,
    });
  },
});
