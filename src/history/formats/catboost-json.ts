import { z } from "zod";
import { boostingHistories, type BoostingSeries } from "../boosting.ts";
import { jsonNumber } from "../json-columns.ts";
import type { LogFile } from "../log-file.ts";
import { checkSize } from "../log-table.ts";
import { defineLogFormat } from "./format.ts";

const metrics = z.array(z.object({ name: z.string() }));
const training = z.object({
  meta: z.object({
    learn_sets: z.array(z.string()).default([]),
    test_sets: z.array(z.string()).default([]),
    learn_metrics: metrics.default([]),
    test_metrics: metrics.default([]),
  }),
  iterations: z.array(z.looseObject({ iteration: z.number() })),
});

const values = z.array(jsonNumber);

export const catboostJson = defineLogFormat({
  id: "catboost-json",
  title: "CatBoost catboost_training.json",
  looksFor: 'JSON with "meta" and "iterations" (CatBoost)',
  recognises: ({ json }) => training.safeParse(json).success,
  read: ([log]) => {
    const { path: file, json } = log as LogFile;
    const { meta, iterations } = training.parse(json);
    const sets = [
      ...meta.learn_sets.map((set) => ({ set, metrics: meta.learn_metrics })),
      ...meta.test_sets.map((set) => ({ set, metrics: meta.test_metrics })),
    ];
    const count = sets.reduce((sum, one) => sum + one.metrics.length, 0);
    checkSize(file, count, count * iterations.length);
    const series = sets.flatMap(({ set, metrics: named }): BoostingSeries[] => {
      const rows = iterations.map((one) => values.safeParse(one[set]).data ?? []);
      return named.map(({ name }, i) => ({ set, metric: name, values: rows.map((row) => row[i]) }));
    });
    const recorded = series.filter((one) => one.values.some((value) => value !== undefined));
    const rounds = iterations.map(({ iteration }) => iteration);
    return boostingHistories(recorded, rounds, {
      format: "catboost-json",
      program: "catboost",
      title: "CatBoost catboost_training.json",
      file,
    });
  },
});
