import type { Severity, Verdict } from "../../src/diagnose/index.ts";

/** What a competent person sees in a log, from the notes on the data. */
export interface Opinion {
  /** From the folder of the logs; a further run of the same file has `#2` and so on. */
  readonly log: string;
  /** The verdicts that the notes allow; `refused` for what is no learning curve. */
  readonly verdicts: readonly (Verdict | "refused")[];
  /** Where the validation loss turned, as the log counts, when the notes date it. */
  readonly onset?: readonly [number, number];
  /** How severe, where the notes say so. */
  readonly severity?: Severity;
  readonly because: string;
}

const tensorboard = "tensorboard/";

export const opinions: readonly Opinion[] = [
  {
    log: "keras-csv/blood-group-cnn.csv",
    verdicts: ["overfitting"],
    because: "level since 21 while training goes on",
  },
  {
    log: "keras-csv/sarcasm-nlp.csv",
    verdicts: ["overfitting"],
    onset: [5, 6],
    because: "turns at 5, ends 12 % higher",
  },
  {
    log: "keras-csv/mnist-cnn-healthy.csv",
    verdicts: ["healthy"],
    because: "the spike of epoch 0 is no divergence",
  },
  {
    log: "keras-csv/brain-tumor-appended-runs.csv",
    verdicts: ["underfitting"],
    because: "first of four appended runs",
  },
  {
    log: "keras-csv/brain-tumor-appended-runs.csv#2",
    verdicts: ["underfitting"],
    because: "second appended run",
  },
  {
    log: "keras-csv/brain-tumor-appended-runs.csv#3",
    verdicts: ["healthy", "stillImproving"],
    because: "unfinished",
  },
  {
    log: "keras-csv/brain-tumor-appended-runs.csv#4",
    verdicts: ["underfitting"],
    because: "last appended run",
  },
  {
    log: "keras-csv/drowsiness-no-epoch.csv",
    verdicts: ["underfitting"],
    because: "stays at ln 2, 47 validation rows",
  },
  {
    log: "keras-csv/lung-cancer-noisy.csv",
    verdicts: ["healthy", "tooNoisy"],
    because: "good trend, wild validation",
  },
  {
    log: "keras-csv/landmarks-loss-only.csv",
    verdicts: ["healthy", "stillImproving"],
    because: "no gap, slow",
  },
  {
    log: "keras-csv/flowers-cnn.csv",
    verdicts: ["healthy", "stillImproving"],
    because: "no gap, both falling",
  },
  { log: "keras-csv/hijaiyah-2-epochs.csv", verdicts: ["tooShort"], because: "two epochs" },
  {
    log: "keras-csv/tandem-tiny-data-1609-epochs.csv",
    verdicts: ["tooNoisy"],
    because: "14 validation rows",
  },
  {
    log: "keras-json/pneumonia.json",
    verdicts: ["stillImproving"],
    because: "both falling, large penalty inside",
  },
  { log: "keras-json/digits.json", verdicts: ["healthy"], because: "small late gap" },
  {
    log: "keras-json/plant-deepercnn-noaug.json",
    verdicts: ["overfitting"],
    because: "level since 18, training at 0",
  },
  {
    log: "keras-json/plant-deepercnn-aug.json",
    verdicts: ["healthy", "stillImproving"],
    because: "still falling",
  },
  {
    log: "hf/sentiment-log-history-list.json",
    verdicts: ["healthy", "stillImproving"],
    because: "unfinished",
  },
  {
    log: "hf/ner-bert-lr5e-5.trainer_state.json",
    verdicts: ["overfitting"],
    onset: [2, 2],
    because: "by loss, not by F1",
  },
  {
    log: "hf/lora-imdb-small.trainer_state.json",
    verdicts: ["healthy", "tooNoisy"],
    because: "no gap, undecided",
  },
  {
    log: "hf/drowsy-vit.trainer_state.json",
    verdicts: ["healthy", "stillImproving"],
    because: "two evaluations, better",
  },
  {
    log: "hf/hate-speech-degenerate.trainer_state.json",
    verdicts: ["suspiciousValidation"],
    because: "both losses at 0",
  },
  {
    log: "nielsen/overfitting.json",
    verdicts: ["overfitting"],
    onset: [14, 14],
    because: "the textbook case, +47 %",
  },
  {
    log: "nielsen/regularized.json",
    verdicts: ["healthy", "stillImproving"],
    because: "cured, falls to the end",
  },
  {
    log: "lightning/mnist-cnn.metrics.csv",
    verdicts: ["suspiciousValidation"],
    because: "last epoch beats the test by far",
  },
  {
    log: "lightning/song-recommendation.metrics.csv",
    verdicts: ["overfitting"],
    onset: [2, 2],
    severity: "mild",
    because: "+8 % in 2 epochs",
  },
  { log: "lightning/regression-with-spike.metrics.csv", verdicts: ["healthy"], because: "one spike" },
  {
    log: "yolo/rock-paper-scissors.results.csv",
    verdicts: ["healthy", "overfitting"],
    severity: "mild",
    because: "plateau, mild gap",
  },
  { log: "yolo/fire-smoke.results.csv", verdicts: ["stillImproving"], because: "best at the end" },
  {
    log: `${tensorboard}yolo-fire-smoke/events.out.tfevents.1675348815.43529bab29be.37247.0`,
    verdicts: ["stillImproving"],
    because: "the same run",
  },
  {
    log: `${tensorboard}camels-lstm/events.out.tfevents.1740583918.392c31857bb8.20881.0`,
    verdicts: ["healthy"],
    because: "no gap, level",
  },
  {
    log: `${tensorboard}noise/events.out.tfevents.1663763728.Dipeshs-MacBook-Pro.local.11228.0`,
    verdicts: ["tooNoisy"],
    because: "random numbers, no trend",
  },
  {
    log: `${tensorboard}empty/events.out.tfevents.1663724565.Dipeshs-MacBook-Pro.local.9402.0`,
    verdicts: ["refused"],
    because: "empty",
  },
  {
    log: "tensorboard-csv/simple_train_acc.csv",
    verdicts: ["overfitting"],
    onset: [1, 1],
    because: "almost at once, +157 %",
  },
  { log: "tensorboard-csv/thin_train_acc.csv", verdicts: ["overfitting"], onset: [20, 60], because: "+39 %" },
  {
    log: "catboost/house-price.learn_error.tsv",
    verdicts: ["overfitting", "healthy"],
    because: "plateau, gap 14 %",
  },
  {
    log: "catboost/house-price.catboost_training.json",
    verdicts: ["overfitting", "healthy"],
    because: "the same run",
  },
  { log: "catboost/learn-only.learn_error.tsv", verdicts: ["noValidation"], because: "learn set alone" },
  { log: "xgboost/r-xgb-run1.log", verdicts: ["overfitting", "healthy"], because: "plateau, gap 16 %" },
  {
    log: "xgboost/python-cv-fold.log",
    verdicts: ["overfitting"],
    onset: [9, 9],
    because: "never better than a coin",
  },
  {
    log: "lightgbm/kfold-console-fold0.log",
    verdicts: ["noTraining", "overfitting"],
    because: "no training metric: gap unknown; loss turns at 80, F1 at 56",
  },
  { log: "wandb/flowers-diffusion-history.csv", verdicts: ["noValidation"], because: "training loss alone" },
  {
    log: "wandb/flowers-diffusion-history.csv#2",
    verdicts: ["noValidation"],
    because: "training loss alone",
  },
  { log: "wandb/nanogpt-ablation-runs-table.csv", verdicts: ["refused"], because: "last scores, no curves" },
  { log: "not-a-log/exchange-rates-history.csv", verdicts: ["refused"], because: "exchange rates" },
  {
    log: "pytorch-text/conv4_no-reg.txt",
    verdicts: ["overfitting"],
    onset: [7, 7],
    severity: "severe",
    because: "0.404 to 1.059",
  },
  {
    log: "pytorch-text/3conv2_dropout0.5.txt",
    verdicts: ["overfitting"],
    onset: [28, 28],
    severity: "moderate",
    because: "0.322 to 0.448",
  },
  {
    log: "pytorch-text/3conv2_dropout0.5_rotate.txt",
    verdicts: ["overfitting"],
    onset: [29, 29],
    severity: "mild",
    because: "mild",
  },
  { log: "pytorch-text/3conv2_crop.txt", verdicts: ["healthy"], because: "no gap" },
];
