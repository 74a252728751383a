import { describe, expect, test } from "vitest";
import { logSamples, type LogSample, trainLosses, validationLosses } from "../../test/samples/logs.ts";
import { logFormats } from "./formats/index.ts";
import { LogFile } from "./log-file.ts";
import { formatOf, groupLogs, readLogs, requireFormat } from "./logs.ts";
import type { History } from "./record.ts";

const fileOf = ({ path, bytes }: LogSample): LogFile => new LogFile(path, bytes);

const groups = groupLogs(logSamples.map(fileOf).map((log) => ({ format: requireFormat(log), logs: [log] })));

const read = (path: string): readonly History[] => {
  const group = groups.find(({ logs }) => logs.some((log) => log.path === path));
  if (group === undefined) throw new Error(`no sample ${path}`);
  return readLogs(group);
};

const one = (path: string): History => {
  const [history, ...others] = read(path);
  expect(others).toEqual([]);
  return history as History;
};

test("every format has a sample, and each sample is recognised as its own", () => {
  const ids = new Set(logSamples.map(({ format }) => format));
  expect(logFormats.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
  for (const sample of logSamples) expect(formatOf(fileOf(sample))?.id, sample.path).toBe(sample.format);
});

test.each(groups.map(({ format, logs }) => [format.id, logs[0]?.path ?? ""] as const))(
  "%s: the losses of %s come out as they were",
  (id, path) => {
    const history = one(path);
    expect(history.origin).toMatchObject({ format: id, file: path });
    expect(history.epochs).toHaveLength(trainLosses.length);
    for (const [i, point] of history.epochs.entries()) {
      expect(point.train?.loss).toBeCloseTo(trainLosses[i] as number, 6);
      expect(point.validation?.loss).toBeCloseTo(validationLosses[i] as number, 6);
    }
  },
);

const wholePlaces = {
  "keras.csv": 0,
  "metrics.csv": 0,
  "imagenet.log": 0,
  "keras.log": 1,
  "xgboost-r.log": 1,
};

test.each(Object.entries(wholePlaces))("%s counts from %i, as the log does", (path, first) => {
  expect(one(path).epochs.map(({ epoch }) => epoch)).toEqual(trainLosses.map((_, i) => i + first));
});

describe("what the formats know", () => {
  test("Keras' losses hold penalties, and training is a running mean with noise", () => {
    const { trainLoss, validationLoss, columns } = one("keras.csv").origin ?? {};
    expect(trainLoss).toEqual({ measured: "running", penalty: "inside" });
    expect(validationLoss).toEqual({ measured: "evaluation", penalty: "inside" });
    expect(columns).toEqual({
      epoch: "epoch",
      train: "loss",
      validation: "val_loss",
      learningRate: "learning_rate",
    });
    expect(one("keras.csv").epochs[0]).toMatchObject({
      learningRate: 0.001,
      train: { metrics: { accuracy: 0.4 } },
    });
  });

  test("Ockham's own records tell their classes, by name where the result is there", () => {
    const whole = one("run/copy.json");
    expect(whole.classMetrics?.map(({ className }) => className)).toEqual(["cat", "dog"]);
    expect(whole).toMatchObject({ calibrationMetric: "calibrationError", baselineLoss: 1.5, classes: 2 });
    const lines = one("run/epochs.jsonl");
    expect(lines.metrics.map(({ id }) => id)).toEqual(["accuracy", "calibrationError"]);
    expect(lines.classMetrics).toEqual([
      { id: "f1.0", className: "0", score: "f1" },
      { id: "f1.1", className: "1", score: "f1" },
    ]);
  });

  test("boosting counts rounds and measures without penalty", () => {
    expect(one("lightgbm.log")).toMatchObject({
      task: "regression",
      unit: "iteration",
      rows: { train: 800, validation: 0 },
      origin: { trainLoss: { measured: "evaluation", penalty: "outside" } },
    });
    expect(one("lightgbm.log").epochs.at(-1)?.epoch).toBe(60);
  });

  test("a Trainer's speed and time give the number of rows, and what it repeats is no point", () => {
    const { rows, epochs } = one("trainer_state.json");
    expect(rows).toEqual({ train: 1000, trainMeasured: 1000, validation: 200 });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("fastai's scores are of validation, and per cent are shares", () => {
    const last = one("history.csv").epochs.at(-1);
    expect(last?.train?.metrics).toEqual({});
    expect(last?.validation?.metrics["accuracy"]).toBe(0.65);
    expect(one("imagenet.log").epochs.at(-1)).toMatchObject({
      train: { metrics: { accuracy: 0.65 } },
      validation: { metrics: { accuracy: 0.55 } },
    });
  });

  test("training and validation folders of event files are one run", () => {
    const history = one("keras2/train/events.out.tfevents.1.host.v2");
    expect(history.origin?.columns).toMatchObject({
      train: "train/epoch_loss",
      validation: "validation/epoch_loss",
    });
    expect(history.unit).toBeUndefined();
    expect(history.epochs[2]?.train?.metrics["accuracy"]).toBeCloseTo(0.62, 6);
  });
});

describe("what a log may be", () => {
  const csv = (lines: readonly string[], path = "log.csv"): readonly History[] => {
    const log = new LogFile(path, new TextEncoder().encode(lines.join("\n")));
    return readLogs({ format: requireFormat(log), logs: [log] });
  };
  const kinds = ([history]: readonly History[]) => history?.origin?.remarks.map(({ kind }) => kind);

  test("several runs appended to one file are told apart; a resumed one goes on", () => {
    const lines = (epochs: readonly number[]) => [
      "epoch,loss,val_loss",
      ...epochs.map((epoch, i) => `${epoch},${9 - i / 2},${8 - i / 2}`),
    ];
    const runs = csv(lines([0, 1, 2, 0, 1, 0, 1, 2]));
    expect(runs.map(({ epochs, origin }) => [origin?.run, epochs.length])).toEqual([
      ["run 1 of 3", 3],
      ["run 2 of 3", 2],
      ["run 3 of 3", 3],
    ]);
    expect(kinds(runs)).toContain("runsInOneFile");
    const resumed = csv(lines([0, 1, 2, 3, 2, 3, 4]));
    expect(resumed).toHaveLength(1);
    expect(resumed[0]?.epochs.map(({ epoch, train }) => [epoch, train?.loss])).toEqual([
      [0, 9],
      [1, 8.5],
      [2, 7],
      [3, 6.5],
      [4, 6],
    ]);
    expect(kinds(resumed)).toContain("resumed");
    const again = csv(["epoch,loss,val_loss", "3,1,1", "4,1,1", "epoch,loss,val_loss", "5,2,2"]);
    expect(again.map(({ epochs }) => epochs.length)).toEqual([2, 1]);
  });

  test("a line's scores are of the part that was named last before them", () => {
    const line = "Epoch 1/2 - Train Loss: 0.5 (Acc: 85.0%) | Val Loss: 0.6 (Acc: 80.3%)";
    const [history] = csv([line], "loop.log");
    expect(history?.epochs[0]).toMatchObject({
      train: { loss: 0.5, metrics: { accuracy: 0.85 } },
      validation: { loss: 0.6, metrics: { accuracy: 0.803 } },
    });
  });

  test("a run without a number in a chart of several is no run", () => {
    const chart = csv(['"Step","a - val/loss","b - val/loss"', '"0","1",""', '"1","0.5",""'], "chart.csv");
    expect(chart.map(({ origin }) => origin?.run)).toEqual(["a"]);
  });

  test("rows without an epoch are counted, from 1", () => {
    const [history] = csv(["loss,val_loss", "3,4", "2,3"]);
    expect(history).toMatchObject({ unit: "row", epochs: [{ epoch: 1 }, { epoch: 2 }] });
  });

  test("a copied series is said, and not used", () => {
    const copied = csv([
      "epoch,loss,acc,val_loss,val_acc",
      "0,1,0.5,1,0.5",
      "1,0.9,0.6,1,0.6",
      "2,0.8,0.7,1,0.7",
    ]);
    expect(kinds(copied)).toContain("copiedSeries");
    expect(copied[0]?.metrics).toEqual([]);
  });

  test("rows are counted from the steps of the accuracy", () => {
    const accuracy = [3, 9, 10, 11, 6].map((right) => Math.fround(right / 14));
    const [history] = csv([
      "epoch,loss,val_loss,val_accuracy",
      ...accuracy.map((share, i) => `${i},1,1,${share}`),
    ]);
    expect(history?.rows.validation).toBe(14);
    const rough = csv(["epoch,loss,val_loss,val_accuracy", "0,1,1,0.21", "1,1,1,0.64", "2,1,1,0.71"]);
    expect(rough[0]?.rows.validation).toBe(0);
  });

  test("NaN before a number is a gap, at the end it is a divergence; blanks are nothing", () => {
    const [history] = csv(["epoch,loss,val_loss", "0,1,nan", "1,2,3", "2,,2", "3,nan,nan"]);
    expect(history?.epochs.map(({ train, validation }) => [train?.loss, validation?.loss])).toEqual([
      [1, undefined],
      [2, 3],
      [undefined, 2],
      [Number.NaN, Number.NaN],
    ]);
  });

  test("a single loss that is no number between numbers is left out, and that is told", () => {
    const lines = (hole: number, written: string) => [
      "epoch,loss,val_loss",
      ...Array.from({ length: 12 }, (_, i) => `${i},${1 / (i + 1)},${i === hole ? written : 1 / (i + 1)}`),
    ];
    for (const written of ["nan", "inf"])
      expect(csv(lines(7, written))[0]?.origin?.remarks).toContainEqual({
        kind: "leftOut",
        sentence: '"val_loss" is no finite number at epoch 7: left out.',
      });
    expect(kinds(csv(lines(11, "nan")))).not.toContain("leftOut");
    expect(kinds(csv(lines(7, "")))).not.toContain("leftOut");
    // What is a hole at every second place was recorded at the others.
    const seldom = Array.from({ length: 12 }, (_, i) => `${i},1,${i % 2 ? 1 / (i + 1) : "nan"}`);
    expect(kinds(csv(["epoch,loss,val_loss", ...seldom]))).not.toContain("leftOut");
  });

  test("a log with a test part but no validation says what stands for it; one with both keeps the test loss", () => {
    expect(kinds(csv(["epoch,train_loss,test_loss", "0,1,2", "1,1,2"]))).toContain("validationIsTest");
    const [both] = csv(["epoch,train_loss,val_loss,test_loss", "0,1,2,", "1,1,2,4"]);
    expect(both?.origin?.testLoss).toBe(4);
    expect(both?.origin?.remarks).toEqual([]);
  });

  test("a log of scores alone is judged by what they miss", () => {
    const [history] = csv(["epoch,acc,val_acc", "0,0.5,0.25", "1,0.75,0"]);
    expect(history?.epochs.map(({ train, validation }) => [train?.loss, validation?.loss])).toEqual([
      [0.5, 0.75],
      [0.25, 1],
    ]);
  });

  test("scores of single classes are known as such", () => {
    const log = {
      log_history: [0, 1].map((epoch) => ({
        epoch,
        step: epoch,
        loss: 1,
        eval_loss: 1,
        eval_LOC_f1: 0.5,
        eval_PER_f1: 0.25,
        eval_overall_f1: 0.3,
      })),
    };
    const [history] = csv([JSON.stringify(log)], "trainer_state.json");
    expect(history?.metrics.map(({ id, ofClass }) => [id, ofClass])).toEqual([
      ["overall_f1", undefined],
      ["loc_f1", "loc"],
      ["per_f1", "per"],
    ]);
    expect(history?.classMetrics).toEqual([
      { id: "loc_f1", className: "loc", score: "f1" },
      { id: "per_f1", className: "per", score: "f1" },
    ]);
    const [named] = csv([
      "epoch,loss,val_loss,val_recall_class_cat,val_recall_class_dog,val_f1_macro",
      "0,1,1,0.5,0.25,0.3",
      "1,1,1,0.5,0.25,0.3",
    ]);
    expect(named?.classMetrics?.map(({ className, score }) => [className, score])).toEqual([
      ["cat", "recall"],
      ["dog", "recall"],
    ]);
  });

  test("NaN as Python writes it into JSON is read; a cut-off last line is left out and said", () => {
    const [history] = csv(['{"loss": [1, NaN], "val_loss": [2, Infinity], "note": "NaN"}'], "history.json");
    expect(history?.epochs[1]).toMatchObject({
      train: { loss: Number.NaN },
      validation: { loss: Number.NaN },
    });
    const torn = csv(["epoch,loss,val_loss", "0,1,2", "1,1,2", "2,0.5"]);
    expect(torn[0]?.epochs).toHaveLength(2);
    expect(kinds(torn)).toContain("leftOut");
  });

  test("text of Windows' shells is read", () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from("loss,val_loss\r\n1,2\r\n1,2", (c) => c.charCodeAt(0)).buffer),
    ]);
    const log = new LogFile("log.csv", utf16);
    expect(readLogs({ format: requireFormat(log), logs: [log] })[0]?.epochs).toHaveLength(2);
  });
});
