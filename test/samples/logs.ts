// Made logs as other programs write them: a few epochs each, with numbers of our own.
import { formatEpochRecord } from "../../src/history/index.ts";
import { eventFileBytes, scalarEvent } from "./event-files.ts";
import { ownFrame, ownRecords } from "./own-records.ts";

export interface LogSample {
  /** The id of the format that has to read it. */
  readonly format: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

const text = (format: string, path: string, lines: readonly string[] | string): LogSample => ({
  format,
  path,
  bytes: new TextEncoder().encode(typeof lines === "string" ? lines : `${lines.join("\n")}\n`),
});

const json = (format: string, path: string, value: unknown): LogSample =>
  text(format, path, JSON.stringify(value));

const eventFile = (path: string, events: readonly (readonly number[])[]): LogSample => ({
  format: "tensorboard-events",
  path,
  bytes: eventFileBytes(events),
});

/** Training and validation losses that all samples hold. */
export const trainLosses = [1.1, 0.75, 0.5, 0.375, 0.25, 0.2];
export const validationLosses = [1.2, 0.9, 0.7, 0.65, 0.75, 0.8];
const accuracies = [0.4, 0.5, 0.62, 0.66, 0.67, 0.65];

const rows = <T>(of: (train: number, validation: number, epoch: number) => T): T[] =>
  trainLosses.map((train, epoch) => of(train, validationLosses[epoch] as number, epoch));

const score = (epoch: number): number => accuracies[epoch] as number;

export const logSamples: readonly LogSample[] = [
  text("ockham", "run/epochs.jsonl", ownRecords(rows).map(formatEpochRecord)),
  json("ockham", "run/copy.json", { history: ownFrame, epochs: ownRecords(rows) }),
  text("keras-csv", "keras.csv", [
    "epoch,accuracy,learning_rate,loss,val_accuracy,val_loss",
    ...rows(
      (train, validation, epoch) =>
        `${epoch},${score(epoch)},0.001,${train},${score(epoch) - 0.1},${validation}`,
    ),
  ]),
  text("keras-csv", "keras-index.csv", [
    ",loss,val_loss",
    ...rows((train, validation, epoch) => `${epoch},${train},${validation}`),
  ]),
  json("keras-json", "history.json", { loss: trainLosses, val_loss: validationLosses, accuracy: accuracies }),
  json("keras-json", "lists.json", { history: { trainLoss: trainLosses, valLoss: validationLosses } }),
  json("keras-json", "parts.json", { train: { loss: trainLosses }, val: { loss: validationLosses } }),
  text("lightning-csv", "metrics.csv", [
    "epoch,step,train_loss,val_acc,val_loss",
    ...rows((train, validation, epoch) => [
      `${epoch},${20 * epoch + 9},${train + 0.05},,`,
      `${epoch},${20 * epoch + 19},${train - 0.05},,`,
      `${epoch},${20 * epoch + 19},,${score(epoch)},${validation}`,
    ]).flat(),
  ]),
  json("hugging-face", "trainer_state.json", {
    global_step: 600,
    log_history: [
      ...rows((train, validation, epoch) => [
        { epoch: epoch + 0.5, step: 100 * epoch + 50, loss: train + 0.05, learning_rate: 1e-5 },
        { epoch: epoch + 1, step: 100 * epoch + 100, loss: train - 0.05, learning_rate: 1e-5 },
        {
          epoch: epoch + 1,
          step: 100 * epoch + 100,
          eval_loss: validation,
          eval_accuracy: score(epoch),
          eval_runtime: 4,
          eval_samples_per_second: 50,
        },
      ]).flat(),
      { epoch: 6, step: 600, train_loss: 0.5, train_runtime: 60, train_samples_per_second: 100 },
      { epoch: 6, step: 600, eval_loss: validationLosses[5], eval_accuracy: score(5) },
    ],
  }),
  json(
    "hugging-face",
    "log_history.json",
    rows((train, validation, epoch) => [
      { loss: train, epoch, step: 10 * epoch },
      { eval_loss: validation, epoch, step: 10 * epoch },
    ]).flat(),
  ),
  text("hugging-face", "trainer.log", [
    "***** Running training *****",
    ...rows((train, validation, epoch) => [
      `{'loss': ${train}, 'learning_rate': 1e-05, 'epoch': ${epoch + 1}.0}`,
      `{'eval_loss': ${validation}, 'eval_runtime': 1.0, 'epoch': ${epoch + 1}.0}`,
      " 17%|█▋        | 100/600 [00:10<00:50]",
    ]).flat(),
  ]),
  text("catboost-text", "catboost.log", [
    "Learning rate set to 0.05",
    ...rows(
      (train, validation, round) =>
        `${round}:\tlearn: ${train}\ttest: ${validation}\tbest: 0.65 (3)\ttotal: 5ms\tremaining: 1s`,
    ),
  ]),
  text("table", "cv.csv", [
    ",train-rmse-mean,train-rmse-std,test-rmse-mean,test-rmse-std",
    ...rows((train, validation, round) => `${round},${train},0.1,${validation},0.2`),
  ]),
  text(
    "table",
    "metrics.json",
    rows((train, validation, round) =>
      JSON.stringify({
        iteration: round,
        total_loss: train,
        loss_cls: 0.1,
        loss_box: 0.1,
        validation_loss: validation,
        lr: 0.1,
      }),
    ),
  ),
  text("ultralytics", "results.csv", [
    "      epoch,   train/box_loss,   train/cls_loss, metrics/mAP50(B),   val/box_loss,   val/cls_loss,   lr/pg0",
    ...rows(
      (train, validation, epoch) =>
        `     ${epoch},   ${train / 2},   ${train / 2},   ${score(epoch)},   ${validation / 2},   ${validation / 2},   0.01`,
    ),
  ]),
  text("fastai", "history.csv", [
    "epoch,train_loss,valid_loss,accuracy,time",
    ...rows((train, validation, epoch) => `${epoch},${train},${validation},${score(epoch)},00:1${epoch}`),
  ]),
  text("xgboost-text", "xgboost.log", [
    "Will train until eval-logloss hasn't improved in 5 rounds.",
    ...rows((train, validation, epoch) => `[${epoch}]\ttrain-logloss:${train}\teval-logloss:${validation}`),
    "Stopping. Best iteration:",
    "[3]\ttrain-logloss:0.375\teval-logloss:0.65",
  ]),
  text(
    "xgboost-text",
    "xgboost-r.log",
    rows(
      (train, validation, epoch) => `[${epoch + 1}]\ttrain-rmse:${train}+0.01\ttest-rmse:${validation}+0.02 `,
    ),
  ),
  text("lightgbm-text", "lightgbm.log", [
    "[LightGBM] [Info] Number of data points in the train set: 800, number of used features: 9",
    ...rows(
      (train, validation, epoch) =>
        `[${10 * epoch + 10}]\ttraining's l2: ${train}\tvalid_1's l2: ${validation}`,
    ),
  ]),
  text(
    "lightgbm-text",
    "lightgbm-program.log",
    rows((train, validation, epoch) => [
      `[LightGBM] [Info] Iteration:${epoch + 1}, training l2 : ${train}`,
      `[LightGBM] [Info] Iteration:${epoch + 1}, valid_1 l2 : ${validation}`,
    ]).flat(),
  ),
  json("boosting-json", "evals.json", { training: { l2: trainLosses }, valid_1: { l2: validationLosses } }),
  json("catboost-json", "catboost_training.json", {
    meta: {
      learn_sets: ["learn"],
      test_sets: ["test"],
      learn_metrics: [{ name: "RMSE", best_value: "Min" }],
      test_metrics: [{ name: "RMSE", best_value: "Min" }],
    },
    iterations: rows((train, validation, iteration) => ({ iteration, learn: [train], test: [validation] })),
  }),
  text("catboost-tsv", "cat/learn_error.tsv", [
    "iter\tRMSE",
    ...rows((train, _, round) => `${round}\t${train}`),
  ]),
  text("catboost-tsv", "cat/test_error.tsv", [
    "iter\tRMSE",
    ...rows((_, validation, round) => `${round}\t${validation}`),
  ]),
  text("wandb-chart", "chart.csv", [
    '"Step","one - train/loss","one - train/loss__MIN","one - train/loss__MAX","one - val/loss"',
    ...rows((train, validation, step) => `"${step}","${train}","${train}","${train}","${validation}"`),
  ]),
  text("imagenet-text", "imagenet.log", [
    "=> creating model 'resnet18'",
    ...rows((train, validation, epoch) => [
      `Epoch: [${epoch}][  0/391]\tTime  0.5 (  0.5)\tLoss 9.1e+00 (9.1e+00)\tAcc@1   9.00 (  9.00)`,
      `Epoch: [${epoch}][390/391]\tTime  0.1 (  0.1)\tLoss 1.0e+00 (${train})\tAcc@1  70.00 ( ${100 * score(epoch)})`,
      `Test: [  0/79]\tTime  0.4 (  0.4)\tLoss 2.0e+00 (${validation})\tAcc@1  50.00 ( 50.00)`,
      ` * Acc@1 ${100 * score(epoch) - 10} Acc@5 90.000`,
    ]).flat(),
  ]),
  json("nielsen", "nielsen.json", [validationLosses, [5, 6, 7, 8, 8, 8], trainLosses, [5, 7, 9, 10, 10, 10]]),
  ...(["train", "valid"] as const).map((part) =>
    text("tensorboard-csv", `board/net_${part}_loss.csv`, [
      "Wall time,Step,Value",
      ...rows(
        (train, validation, step) => `${1.6e9 + step}.5,${step},${part === "train" ? train : validation}`,
      ),
    ]),
  ),
  eventFile(
    "torch/events.out.tfevents.1.host",
    rows((train, validation, step) => [
      scalarEvent(step, "Loss/train", train + 0.05),
      scalarEvent(step, "Loss/train", train - 0.05),
      scalarEvent(step, "Loss/val", validation),
    ]).flat(),
  ),
  eventFile(
    "keras2/train/events.out.tfevents.1.host.v2",
    rows((train, _, step) => [
      scalarEvent(step, "epoch_loss", train, "content"),
      scalarEvent(step, "epoch_accuracy", score(step), "list"),
    ]).flat(),
  ),
  eventFile(
    "keras2/validation/events.out.tfevents.2.host.v2",
    rows((_, validation, step) => [
      scalarEvent(step, "epoch_loss", validation, "double"),
      scalarEvent(10 * step, "evaluation_loss_vs_iterations", 7, "content"),
    ]).flat(),
  ),
  text(
    "console-text",
    "keras.log",
    rows((train, validation, epoch) => [
      `Epoch ${epoch + 1}/6`,
      `313/313 [==============================] - 2s 5ms/step - loss: ${train} - accuracy: ${score(epoch)} - val_loss: ${validation} - val_accuracy: 0.5`,
    ]).flat(),
  ),
  text(
    "console-text",
    "loop.log",
    rows(
      (train, validation, epoch) =>
        `epoch: ${epoch}, train loss = ${train.toFixed(4)}, val loss = ${validation.toFixed(4)}`,
    ),
  ),
  text(
    "console-text",
    "mnist.log",
    rows((train, validation, epoch) => [
      `Train Epoch: ${epoch + 1} [0/60000 (0%)]\tLoss: ${(train + 0.05).toFixed(6)}`,
      `Train Epoch: ${epoch + 1} [59520/60000 (99%)]\tLoss: ${(train - 0.05).toFixed(6)}`,
      `\nTest set: Average loss: ${validation.toFixed(4)}, Accuracy: 9500/10000 (95%)`,
    ]).flat(),
  ),
  text(
    "console-text",
    "parts.log",
    rows(
      (train, validation, epoch) =>
        `Epoch ${epoch}\nTrain: loss ${train.toFixed(3)}, acc 0.9\nValid: loss ${validation.toFixed(3)}, acc 0.8`,
    ),
  ),
  text("table", "loop.csv", [
    "Epoch;Train Loss;Valid Loss;Valid F1",
    ...rows((train, validation, epoch) => `${epoch};${train};${validation};${score(epoch)}`),
  ]),
  json(
    "table",
    "rows.json",
    rows((train, validation, epoch) => ({ epoch, train_loss: train, val_loss: validation })),
  ),
  text(
    "table",
    "rows.jsonl",
    rows((train, validation, step) =>
      JSON.stringify({ _step: step, "train/loss": train, "val/loss": validation }),
    ),
  ),
];
