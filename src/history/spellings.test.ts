// How people and programs write numbers and scores in their logs.
import { expect, test } from "vitest";
import { LogFile } from "./log-file.ts";
import { readLogs, requireFormat } from "./logs.ts";
import type { History } from "./record.ts";

const csv = (lines: readonly string[], path = "log.csv"): readonly History[] => {
  const log = new LogFile(path, new TextEncoder().encode(lines.join("\n")));
  return readLogs({ format: requireFormat(log), logs: [log] });
};

test("scores of the whole evaluation take the place of the means so far, and a partial loss is told", () => {
  const lines = ["74.667", "76.100", "81.233", "80.533", "82.067", "83.967", "84.533", "85.233"].flatMap(
    (score, epoch) => [
      `Train: [400/422]\tTime 0.01 (0.01)\tLoss 0.5 (0.4)\tPrec@1 87.500 (80.000)\tPrec@5 100.000 (99.000)`,
      `Test: [40/47]\tTime 0.01 (0.01)\tLoss 0.5 (0.4255)\tPrec@1 75.000 (70.000)\tPrec@5 100.000 (98.000)`,
      `Test: [${epoch}/8] Acc ${score}`,
    ],
  );
  const log = new LogFile("console.txt", new TextEncoder().encode(lines.join("\n")));
  const [history] = readLogs({ format: requireFormat(log), logs: [log] });
  expect(history?.rows.validation).toBe(3000);
  expect(history?.epochs.at(-1)?.validation?.metrics).toEqual({ accuracy: 0.85233, top5Accuracy: 0.98 });
  expect(history?.origin?.remarks).toContainEqual({
    kind: "partial",
    sentence: "Validation loss is the mean of 41 of 47 batches: the log prints no later one.",
  });
});

test("semicolons with decimal commas, per cent signs, and scores whose best value is 1 are read", () => {
  const [history] = csv(["epoch;loss;val_loss;val_accuracy", "1;0,9;1,0;70%", "2;0,5;0,625;80,5 %"]);
  expect(history?.epochs.map(({ validation }) => validation?.loss)).toEqual([1, 0.625]);
  expect(history?.epochs.map(({ validation }) => validation?.metrics["accuracy"])).toEqual([0.7, 0.805]);
  const [scored] = csv(["epoch,train_r2,val_r2", "1,-0.5,-2", "2,0.6,0.5", "3,0.8,0.7"]);
  expect(scored?.epochs.map(({ validation }) => validation?.loss)).toEqual([3, 0.5, 1 - 0.7]);
  expect(scored).toMatchObject({ task: "regression", baselineLoss: 1 });
});

test("a header without a row is a run that did not begin", () => {
  expect(() => csv(["epoch,loss,val_loss"])).toThrow(/a header without a row.*at least one epoch/u);
});
