import { choice, count, defineRegularizer, fixed, scoreNames, type Watched } from "../../seams/index.ts";
import { decision, firstDecision } from "../stopping.ts";

/** What Keras and Lightning watch; of a name that they do not know they are told which way is better. */
function monitor(loss: Watched | undefined, usual: string): string {
  const { name, better } = loss ?? { name: usual, better: "lower" };
  const mode = better === "higher" ? "max" : "min";
  return `monitor="${name}"${name === usual ? "" : `, mode="${mode}"`}`;
}

const epochsOf = (count: number): string => `${count} epoch${count === 1 ? "" : "s"}`;

export const earlyStopping = defineRegularizer({
  id: "earlyStopping",
  title: "Early stopping",
  summary:
    "Ends training when the validation score no longer improves, and goes back to the weights of its best epoch.",
  formula: String.raw`\text{stop when } \min_{s \le t - p} E_s - \min_{s \le t} E_s \le \delta, \text{ or } GL = 100 (E_t / \min_{s \le t} E_s - 1) > \alpha, \text{ or } GL / P_k > \alpha \text{ with } P_k = 1000 (\sum_{s > t - k} T_s / (k \min_{s > t - k} T_s) - 1), \text{ or } E_t > E_{t - k} > \dots > E_{t - sk}; \quad \text{keep } \arg\min_s E_s`,
  params: {
    patience: count({
      symbol: "p",
      description: "Number of epochs in a row without improvement after which training ends.",
      min: 1,
      default: 10,
      search: { from: 2, to: 50, scale: "log" },
    }),
    minDelta: fixed({
      symbol: String.raw`\delta`,
      description:
        "Least change of the monitored value, in its own unit, that patience takes for an improvement.",
      min: 0,
      default: 0,
    }),
    monitor: scoreNames({
      description:
        "What is watched on the validation part: the loss, the leading metric of the run, or any metric by its name; a list watches several, and the first decides which weights are kept.",
      default: "loss",
      words: ["loss", "metric"],
    }),
    combine: choice(["any", "all"], {
      description: "With several monitors: whether any of them ends training, or all must at the same epoch.",
      default: "any",
    }),
    rule: choice(["patience", "GL", "PQ", "UP"], {
      description:
        "What ends training: patience, the loss of generalization (GL), its quotient with the progress of training (PQ), or errors that go up over strips of epochs (UP).",
      default: "patience",
    }),
    alpha: fixed({
      symbol: String.raw`\alpha`,
      description:
        "For GL, how many percent the error may lie above its lowest; for PQ, how many times the progress in thousandths.",
      min: 0,
      default: 2,
    }),
    stripLength: count({
      symbol: "k",
      description: "For PQ and UP, number of epochs in a strip: both look at the ends of strips only.",
      min: 1,
      default: 5,
    }),
    strips: count({
      symbol: "s",
      description: "For UP, number of strips in a row after which the error was higher than before them.",
      min: 1,
      default: 3,
    }),
    smoothing: fixed({
      description:
        "Share of the smoothed value before in the next one: exponential smoothing of the monitored values, also for the choice of the best.",
      min: 0,
      max: 0.99,
      default: 0,
      off: 0,
    }),
    warmUp: count({
      description: "Number of epochs at the start that do not count; strips are counted after them.",
      min: 0,
      default: 0,
      off: 0,
    }),
  },
  strength: "patience",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["validation"],
  replays: {
    settings: [
      { patience: 3 },
      { patience: 5 },
      { patience: 10 },
      { patience: 20 },
      { patience: 5, smoothing: 0.6 },
      { patience: 10, monitor: "metric" },
      { rule: "GL", alpha: 2 },
      { rule: "PQ", alpha: 0.5 },
      { rule: "UP", strips: 3 },
    ],
    first: firstDecision,
  },
  interactions: [
    "Few steps from small weights keep them small, as L2 does: where one of the two is strong, the other has little left to do.",
    "Dropout, augmentation and small batches make curves slow and rough: give it more patience, or smooth.",
    "A schedule that ends with a small learning rate gains most at its end, which stopping early forgoes.",
  ],
  references: [
    {
      authors: "Prechelt",
      year: 1998,
      title: "Automatic early stopping using cross validation: quantifying the criteria",
      url: "https://doi.org/10.1016/S0893-6080(98)00010-0",
    },
  ],
  source: ["002 §1.4.11"],
  elsewhere: {
    keras: (patience, loss) =>
      `keras.callbacks.EarlyStopping(${monitor(loss, "val_loss")}, patience=${patience}, restore_best_weights=True)`,
    pytorch: (patience, loss) =>
      loss?.better === "higher"
        ? `keep the state_dict of the highest ${loss.name}, and stop after ${epochsOf(patience)} without a higher one`
        : `keep the state_dict of the lowest validation loss, and stop after ${epochsOf(patience)} without a lower one`,
    lightning: (patience, loss) =>
      `Trainer(callbacks=[EarlyStopping(${monitor(loss, "val_loss")}, patience=${patience}), ModelCheckpoint(${monitor(loss, "val_loss")})])`,
    huggingFace: (patience, loss) =>
      `Trainer(…, callbacks=[EarlyStoppingCallback(early_stopping_patience=${patience})]) with TrainingArguments(load_best_model_at_end=True, metric_for_best_model="${loss?.name ?? "eval_loss"}"${loss?.better === "higher" ? ", greater_is_better=True" : ""})`,
    ultralytics: (patience) => `model.train(…, patience=${patience})`,
    // It reads from a name whether less of it is better.
    fastai: (patience, loss) =>
      `learn.fit(…, cbs=[EarlyStoppingCallback(monitor="${loss?.name ?? "valid_loss"}", patience=${patience}), SaveModelCallback(monitor="${loss?.name ?? "valid_loss"}")])`,
  },
  at: {
    loop: decision,
  },
});
