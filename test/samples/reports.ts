import type { ReportInput, ReportRun } from "../../src/report/index.ts";
import { healthyHistory, overfittingHistory, singleEpochHistory, unvalidatedHistory } from "./histories.ts";

const facts = [
  { label: "Data", value: "made-digits, 20,000 rows, seed 1" },
  { label: "Model", value: "mlp 784-256-10, 203,530 parameters" },
  { label: "Optimizer", value: "SGD, learning rate 0.1, batch 128" },
  { label: "Seed", value: "1" },
  { label: "Threads", value: "2" },
];

const recipe = {
  data: { source: "made-digits", size: 20000, seed: 1 },
  model: { preset: "mlp", hidden: [256] },
  optimizer: { use: "sgd", learningRate: 0.1 },
  epochs: 60,
};

/** A run that overfits, with remedies. */
export const overfittingRun = (epochs = 60): ReportRun => ({
  name: "Without regularization",
  history: overfittingHistory(epochs),
  diagnosis: {
    verdict: "overfitting",
    severity: "severe",
    onset: 18,
    bestEpoch: 15,
    sentence:
      "The validation loss is best at epoch 15 and rises from epoch 18 on while the training loss keeps falling.",
    evidence: [
      {
        sign: "late-rise",
        sentence: "The validation loss rose from 1.26 to 1.53 after epoch 18, 9 standard errors.",
        numbers: { rise: 0.27 },
      },
      {
        sign: "large-gap",
        sentence: "Training accuracy is 0.994, validation accuracy 0.431: a gap of 0.563 ± 0.022.",
        numbers: { gap: 0.563 },
      },
    ],
  },
  prescriptions: [
    {
      title: "Stop early",
      reason: "The best weights were those of epoch 15; the 45 epochs after it only did harm.",
      setting: { regularizers: [{ use: "earlyStopping", patience: 5 }] },
      command: "ockham train recipe.json --with earlyStopping=5",
    },
    {
      title: "L2 penalty",
      reason: "It keeps the weights small, which smooths what the network can fit.",
      setting: { regularizers: [{ use: "l2", lambda: 5 }] },
      watch: "The gap should shrink; if the training loss stops falling, λ is too large.",
      command: "ockham train recipe.json --with l2=5",
    },
    {
      title: "More data",
      reason: "1,000 training rows for 203,530 parameters is little.",
      setting: "data.size = 60000",
    },
  ],
  replays: [
    {
      title: "to the end",
      settings: {},
      kept: epochs,
      loss: 1.53,
      regret: 0.27,
      metricRegret: 0.02,
      saved: 0,
    },
    {
      use: "earlyStopping",
      title: "patience 5",
      settings: { patience: 5 },
      stopped: { epoch: 20, reason: "no better for 5 epochs" },
      kept: 15,
      loss: 1.26,
      regret: 0,
      metricRegret: 0.01,
      saved: 0.67,
    },
    {
      title: "patience 20",
      settings: {},
      kept: epochs,
      loss: 1.53,
      regret: 0.27,
      metricRegret: 0.02,
      saved: 0,
    },
  ],
  stopped: { epoch: epochs, reason: "all epochs are done" },
  test: { loss: 1.29, lossStandardError: 0.031, metrics: { accuracy: 0.49 } },
  facts,
  recipe,
  techniques: [],
});

/** A run that is well regularized. */
export const healthyRun = (epochs = 30): ReportRun => ({
  name: "With L2 and dropout",
  history: healthyHistory(epochs),
  diagnosis: {
    verdict: "healthy",
    bestEpoch: epochs,
    sentence: "Training and validation loss fall together and end 0.04 apart, within the noise.",
    evidence: [],
  },
  prescriptions: [],
  replays: [],
  stopped: { epoch: epochs, reason: "all epochs are done" },
  test: { loss: 0.262, lossStandardError: 0.014, metrics: { accuracy: 0.866 } },
  facts,
  recipe: {
    ...recipe,
    regularizers: [
      { use: "l2", lambda: 5 },
      { use: "dropout", rate: 0.5 },
    ],
  },
  techniques: [
    {
      title: "L2 penalty",
      summary: "Adds the squared weights to the objective, so that every step shrinks them a little.",
      formula: String.raw`\frac{\lambda}{2n} \sum_w w^2`,
      strength: "λ = 5",
      effect: "Each step multiplies the weights by 0.999975, each epoch by 0.996.",
    },
    {
      title: "Dropout",
      summary: "Sets a random share of the units to zero on every step and scales up the rest.",
      formula: String.raw`h \odot m / (1 - p), \quad m \sim \mathrm{Bernoulli}(1 - p)`,
      strength: "p = 0.5",
    },
  ],
});

/** One epoch only: too short to tell. */
export const singleEpochRun = (): ReportRun => ({
  ...healthyRun(),
  name: "One epoch",
  history: singleEpochHistory(),
  diagnosis: {
    verdict: "tooShort",
    bestEpoch: 1,
    sentence: "One epoch is too few to see a trend; train at least 5.",
    evidence: [],
  },
  stopped: { epoch: 1, reason: "all epochs are done" },
});

/** Without validation data. */
export const unvalidatedRun = (): ReportRun => ({
  ...healthyRun(),
  name: "Without validation",
  history: unvalidatedHistory(),
  diagnosis: {
    verdict: "noValidation",
    sentence: "Without validation data nobody can tell whether this network overfits.",
    evidence: [],
  },
  stopped: { epoch: 20, reason: "all epochs are done" },
});

/** A run on a table that has a leak, told with its data. */
export const leakyRun = (): ReportRun => ({
  ...overfittingRun(),
  data: {
    name: "orders.csv",
    rows: 1000,
    reading: ["cells separated by semicolons (detected)", "decimal commas in price"],
    inputs: { kind: "table", shape: [5] },
    suspects: [
      { mark: "-9", columns: [{ name: "price", rows: 7, of: 988, others: [0.5, 99] }], elsewhere: [] },
    ],
    columns: {
      count: 3,
      withGaps: 1,
      gaps: 12,
      first: [
        {
          name: "id",
          holds: "numbers",
          missing: 0,
          range: { least: 1, mean: 500.5, most: 1000 },
          inputs: 0,
          leftOut: "nearly every value occurs once",
        },
        {
          name: "price",
          holds: "numbers",
          missing: 12,
          range: { least: 0.5, mean: 20.25, most: 99 },
          inputs: 2,
        },
        {
          name: "state",
          holds: "categories",
          missing: 0,
          levels: 5,
          frequent: [
            ["open", 400],
            ["paid", 350],
            ["sent", 100],
          ],
          inputs: 3,
        },
      ],
    },
    apart: { customer: "says which rows belong together" },
    target: { name: "bought", why: "its values are texts" },
    spread: {
      kind: "classes",
      classes: ["no", "yes"],
      rows: { train: [480, 120], validation: [160, 40], test: [150, 50] },
    },
    split: {
      rows: { train: 600, validation: 200, test: 200 },
      how: ['groups of "customer" (300) dealt whole at random', "seed 1"],
    },
    leaks: {
      repeats: {
        pairs: [
          { part: "validation", with: "train", rows: 200, shared: 0, sameTarget: 0 },
          { part: "test", with: "train", rows: 200, shared: 30, sameTarget: 28 },
          { part: "test", with: "validation", rows: 200, shared: 4, sameTarget: 4 },
        ],
        training: { rows: 600, repeated: 10 },
      },
      columns: {
        measure: "accuracy",
        fitted: 600,
        part: "validation",
        rows: 200,
        constant: 0.8,
        columns: 2,
        best: { name: "state", score: 0.995 },
        telling: [{ name: "state", score: 0.995 }],
      },
      groups: { groups: 0, all: 300 },
    },
  },
});

export const singleReport = (): ReportInput => ({
  title: "Digits: is it overfitting?",
  runs: [overfittingRun()],
});

export const comparedReport = (): ReportInput => ({
  title: "Digits with and without regularization",
  runs: [overfittingRun(), healthyRun(60)],
});
