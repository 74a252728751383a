import { z } from "zod";
import { jsonNumber } from "../json-columns.ts";
import { parseEpochRecords } from "../lines.ts";
import type { LogFile } from "../log-file.ts";
import { measureOf } from "../measures.ts";
import type { ClassMetric, EpochRecord, History } from "../record.ts";
import { defineLogFormat } from "./format.ts";

const isLines = ({ name, text }: LogFile): boolean =>
  name.endsWith(".jsonl") && text !== undefined && /^\{"epoch":\d+,"step":\d+,"train":\{"loss":/u.test(text);

const metric = z.object({
  id: z.string(),
  title: z.string(),
  better: z.enum(["higher", "lower"]),
  isShareOfRows: z.literal(true).exactOptional(),
});
const classMetric = z.object({
  id: z.string(),
  className: z.string(),
  score: z.enum(["f1", "precision", "recall"]),
  validationRows: z.number().exactOptional(),
});
const frame = z.object({
  task: z.enum(["classification", "regression"]),
  classes: z.number(),
  rows: z.object({ train: z.number(), trainMeasured: z.number(), validation: z.number() }),
  metrics: z.array(metric),
  classMetrics: z.array(classMetric).exactOptional(),
  calibrationMetric: z.string().exactOptional(),
  baselineLoss: z.number().exactOptional(),
  brokeOff: z.object({ step: z.number(), epoch: z.number() }).exactOptional(),
});
const scores = z.object({
  loss: jsonNumber.transform((value) => value ?? Number.NaN),
  lossStandardError: jsonNumber.transform((value) => value ?? Number.NaN),
  metrics: z.record(
    z.string(),
    jsonNumber.transform((value) => value ?? Number.NaN),
  ),
});
const point = z.object({
  epoch: z.number(),
  step: z.number(),
  train: scores,
  validation: scores.exactOptional(),
  learningRate: z.number().exactOptional(),
});
const result = z.object({ history: frame, epochs: z.array(point) });

/** A score of one class by its place, such as `f1.3`. */
const ofOneClass = /^(f1|precision|recall)\.(\d+)$/u;

/** `metrics.jsonl` alone does not say what it was measured on. */
function ofLines(records: readonly EpochRecord[]): Omit<History, "origin"> {
  const ids = [...new Set(records.flatMap(({ train }) => Object.keys(train.metrics)))];
  const classMetrics = ids.flatMap((id): ClassMetric[] => {
    const [, score, className] = ofOneClass.exec(id) ?? [];
    return className === undefined ? [] : [{ id, className, score: score as ClassMetric["score"] }];
  });
  const known = ids
    .filter((id) => !ofOneClass.test(id))
    .map((id) => ({ id, title: measureOf(id).title, better: measureOf(id).better }));
  return {
    task: "unknown",
    classes: 0,
    rows: { train: 0, trainMeasured: 0, validation: 0 },
    metrics: known,
    ...(classMetrics.length > 0 && { classMetrics }),
    epochs: records,
  };
}

const increasing = (epochs: readonly { readonly epoch: number }[]): boolean =>
  epochs.every(({ epoch }, i) => epoch > (epochs[i - 1]?.epoch ?? Number.NEGATIVE_INFINITY));

/** What a run of ours wrote, when it was taken out of the run's folder. */
export const ockham = defineLogFormat({
  id: "ockham",
  title: "metrics.jsonl or result.json of Ockham",
  looksFor: "metrics.jsonl or result.json of Ockham",
  recognises: (log) => isLines(log) || result.safeParse(log.json).success,
  read: ([log]) => {
    const { path: file, text = "", json } = log as LogFile;
    const read = result.safeParse(json);
    if (read.success && !increasing(read.data.epochs))
      throw (log as LogFile).fault("epochs that do not increase", "the result of one run");
    const history = read.success
      ? { ...read.data.history, epochs: read.data.epochs }
      : ofLines(parseEpochRecords(text, file).records);
    if (history.epochs.length === 0) return [];
    return [
      {
        ...history,
        origin: {
          format: "ockham",
          title: "metrics.jsonl or result.json of Ockham",
          file,
          columns: { epoch: "epoch", train: "train.loss", validation: "validation.loss" },
          trainLoss: { measured: "evaluation", penalty: "outside" },
          validationLoss: { measured: "evaluation", penalty: "outside" },
          remarks: [],
        },
      },
    ];
  },
});
