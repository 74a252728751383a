import type { Direction } from "./record.ts";

/** The part of the data that a series was measured on. */
export type LogPart = "train" | "validation" | "test";

/** What a column or tag of a log holds, as far as its name tells. */
export interface Measure {
  /** Absent when the name tells none, as in `accuracy`. */
  readonly part?: LogPart;
  /** The name without its part, in lower case with `_` between words: `loss`, `accuracy`, `box_loss`. */
  readonly id: string;
  readonly title: string;
  readonly kind: "epoch" | "iteration" | "step" | "learningRate" | "loss" | "metric" | "other";
  /** How well it stands for the loss, 0 best; only of what can. */
  readonly lossRank?: number;
  readonly better: Direction;
  /** Whether it lies between 0 and 1, so that larger values are per cent. */
  readonly isShare: boolean;
  /** Logged at single updates, where the same name also stands for whole epochs. */
  readonly isOfStep: boolean;
}

const partWords: Readonly<Record<string, LogPart>> = {
  train: "train",
  training: "train",
  trn: "train",
  tr: "train",
  learn: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  dev: "validation",
  eval: "validation",
  evaluation: "validation",
  holdout: "validation",
  test: "test",
  testing: "test",
  tst: "test",
};

const lossNames: readonly RegExp[] = [
  /^(?:loss|cost|objective|(?:total|avg|average|mean|running)_loss|loss_(?:total|avg|mean)|(?:total_)?losses)$/,
  /^(?:(?:binary_|multi_|m|mean_|c)?log_?loss|(?:(?:sparse_|binary_|categorical_)*cross_?entropy)(?:_loss)?|nll(?:_loss)?|bce(?:_loss)?|ce(?:_loss)?|xent|multi_?class|loglikelihood|kl_divergence)$/,
  /^(?:rmse|mse|mae|l1|l2|mape|smape|rmsle|msle|huber|poisson|quantile|gamma|tweedie|(?:root_)?mean_(?:squared|absolute)(?:_percentage|_logarithmic)?_error)(?:_loss)?$/,
  /_loss$|^loss_/,
  /^(?:error|err|merror|(?:binary|multi)_error|error_rate|perplexity|ppl|wer|cer)$/,
];

const higherWords = new Set(
  (
    "accuracy acc f1 fscore fbeta auc auroc roc auprc prauc precision recall map map50 map75 ap dice iou miou jaccard r2 bleu " +
    "rouge rouge1 rouge2 rougel rougelsum kappa mcc matthews ndcg pearson pearsonr spearman spearmanr correct score " +
    "psnr ssim top1 top5 prec sensitivity specificity acc1 acc5"
  ).split(" "),
);
const notShares = new Set(["r2", "psnr", "correct", "score", "bleu"]);
/** Words of quantities that only look like measures. */
const otherWords =
  /(?:^|_)(?:runtime|time|samples_per_second|steps_per_second|number|support|count|flos|norm|lr|eta|memory|std|stdv)$|^(?:best|min|max)_/;

/** Ids of scores that count rows. */
export const sharesOfRows: ReadonlySet<string> = new Set(["accuracy", "top5Accuracy"]);

/** Names for the same score. */
const sameAs: Readonly<Record<string, string>> = {
  acc: "accuracy",
  acc_1: "accuracy",
  acc1: "accuracy",
  prec_1: "accuracy",
  top1: "accuracy",
  top_1: "accuracy",
  binary_accuracy: "accuracy",
  categorical_accuracy: "accuracy",
  sparse_categorical_accuracy: "accuracy",
  accuracy_score: "accuracy",
  accuracy_top1: "accuracy",
  metrics_accuracy_top1: "accuracy",
  acc_5: "top5Accuracy",
  acc5: "top5Accuracy",
  prec_5: "top5Accuracy",
  top5: "top5Accuracy",
  top_5: "top5Accuracy",
  accuracy_top5: "top5Accuracy",
  map_0_5: "map50",
  map_0_5_0_95: "map50_95",
  f1_score: "f1",
  fscore: "f1",
  r2_score: "r2",
  "r²": "r2",
  r_squared: "r2",
  rsquared: "r2",
  roc_auc: "auc",
  auroc: "auc",
};

const titles: Readonly<Record<string, string>> = {
  accuracy: "Accuracy",
  top5Accuracy: "Top-5 accuracy",
  f1: "F1",
  auc: "AUC",
  precision: "Precision",
  recall: "Recall",
  r2: "R²",
  map50_95: "mAP50-95",
  correct: "Right answers",
};

const capitals: Readonly<Record<string, string>> = { f1: "F1", auc: "AUC", map: "mAP" };

/** `overall_f1` as "Overall F1". */
function titleOf(id: string): string {
  if (Object.hasOwn(titles, id)) return titles[id] as string;
  const words = id
    .split("_")
    .map((word) => (Object.hasOwn(capitals, word) ? (capitals[word] as string) : word));
  const text = words.join(" ").replace(/^map(?=\d)/u, "mAP");
  return text.startsWith("mAP") ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Lower case, with `_` between words, also where capitals begin one (`valLoss`). */
const plain = (name: string): string =>
  name
    .trim()
    .replace(/^(train|valid|validation|val|test|eval)(?=[A-Z])/u, "$1_")
    .replaceAll(/([a-z])([A-Z][a-z])/gu, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/gu, "");

const placeKinds: readonly (readonly [RegExp, Measure["kind"]])[] = [
  [/^(?:epochs?|epoch_(?:number|id|idx|index|i))$/, "epoch"],
  [/^(?:iterations?|iter|rounds?|boosting_round|tree|trees)$/, "iteration"],
  [/^(?:steps?|global_step|trainer_global_step|batch|batches)$/, "step"],
  [/^(?:lr|learning_rate|lr_\w+|learning_rate_\w+)$/, "learningRate"],
];

/** What a name of a column or tag says; `given` says which part, where it is known from elsewhere, such as a folder. */
export function measureOf(name: string, given?: LogPart): Measure {
  const whole = plain(name);
  const place = placeKinds.find(([pattern]) => pattern.test(whole));
  if (place) return measure({ id: whole, kind: place[1] });
  const words = whole.split("_");
  const at = words.findIndex((word) => Object.hasOwn(partWords, word));
  const part = given ?? (at < 0 ? undefined : partWords[words[at] as string]);
  const rest = words
    .filter((word, i) => i !== at && !(i === at + 1 && at >= 0 && /^\d$/u.test(word)))
    .join("_");
  const isOfStep = rest.endsWith("_step");
  const bare = rest
    // "mean" is what cross validation writes beside "std".
    .replace(/_(?:epoch|step|mean)$|^epoch_/u, "")
    // Ultralytics: "metrics/mAP50(B)", of boxes.
    .replace(/^metrics_(\w+?)(?:_b)?$/u, "$1")
    // Keras numbers the metrics of its later models.
    .replace(/^(precision|recall|auc|accuracy|f1_score)_\d+$/u, "$1");
  const inner = placeKinds.find(([pattern]) => pattern.test(bare));
  if (inner) return measure({ id: bare, kind: inner[1] });
  return { ...named(bare), ...(part && { part }), isOfStep };
}

function named(bare: string): Measure {
  if (otherWords.test(bare)) return measure({ id: bare, kind: "other" });
  const lossRank = lossNames.findIndex((pattern) => pattern.test(bare));
  if (lossRank >= 0) return measure({ id: bare, kind: "loss", lossRank });
  const id = Object.hasOwn(sameAs, bare) ? (sameAs[bare] as string) : bare;
  const word = [...bare.split("_"), id].find((one) => higherWords.has(one));
  if (word === undefined) return measure({ id, kind: "other" });
  return measure({ id, kind: "metric", better: "higher", isShare: !notShares.has(word) });
}

const measure = (known: Pick<Measure, "id" | "kind"> & Partial<Measure>): Measure => ({
  title: titleOf(known.id),
  better: "lower",
  isShare: false,
  isOfStep: false,
  ...known,
});

const ofClasses = /^(\w+?)_(f1|precision|recall|accuracy|support)(?:_score)?$/u;
/** The score before the class: `f1_class_3`. */
const beforeClass = /^(f1|precision|recall)(?:_score)?_class_?(\w+)$/u;
const averages =
  /^(?:overall|macro|micro|weighted|samples|macro_avg|weighted_avg|micro_avg|mean|avg|binary)$/u;

function classAndScore(id: string): readonly [name?: string | undefined, score?: string | undefined] {
  const [, first, last] = beforeClass.exec(id) ?? [];
  if (last !== undefined) return [last, first];
  const [, name, score] = ofClasses.exec(id) ?? [];
  return name === undefined || averages.test(name) ? [] : [name, score];
}

/** The class whose score an id such as `loc_f1` names; scores of averages name none. */
export const classOf = (id: string): string | undefined => classAndScore(id)[0];

const classScores = ["f1", "precision", "recall"] as const;

/** Which score of its class an id names. */
export const classScoreOf = (id: string): (typeof classScores)[number] | undefined =>
  classScores.find((score) => score === classAndScore(id)[1]);
