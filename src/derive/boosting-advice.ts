import type { Diagnosis, SignId } from "../diagnose/index.ts";
import type { Advice } from "./foreign-advice.ts";
import { techniques } from "./parameters.ts";
import type { Replay } from "./replay.ts";
import { isStopping, stoppingOf } from "./stopping.ts";
import { treatedAs } from "./words.ts";

/** What each program of boosted trees calls a change. */
interface BoostingChange {
  readonly treats: readonly SignId[];
  readonly title: string;
  readonly reason: string;
  /** Whether it ends training, which helps only where validation got worse again. */
  readonly stops?: boolean;
  readonly xgboost: string;
  readonly lightgbm: string;
  readonly catboost: string;
}

const titles = { xgboost: "XGBoost", lightgbm: "LightGBM", catboost: "CatBoost" } as const;
type BoostingProgram = keyof typeof titles;

/** Who may have written a log of a program's words. */
const speakers: Readonly<Record<string, readonly BoostingProgram[]>> = {
  xgboost: ["xgboost"],
  lightgbm: ["lightgbm"],
  catboost: ["catboost"],
  boosting: ["xgboost", "lightgbm"],
};

const overfitting = ["late-rise", "over-confidence", "large-gap"] as const;

/** The best first. */
const changes: readonly BoostingChange[] = [
  {
    treats: overfitting,
    stops: true,
    title: "Stop early",
    reason: "Rounds after the best one only fit the noise of the training rows.",
    xgboost: "early_stopping_rounds=…rounds",
    lightgbm: "callbacks=[lightgbm.early_stopping(…rounds)]",
    catboost: "early_stopping_rounds=…rounds, use_best_model=True",
  },
  {
    treats: overfitting,
    title: "Smaller trees",
    reason: "Shallow trees cannot single out a few training rows.",
    xgboost: "max_depth=4",
    lightgbm: "num_leaves=15",
    catboost: "depth=4",
  },
  {
    treats: overfitting,
    title: "More rows in a leaf",
    reason: "A leaf that answers for many rows averages their noise away.",
    xgboost: "min_child_weight=10",
    lightgbm: "min_data_in_leaf=50",
    catboost: 'min_data_in_leaf=50, grow_policy="Depthwise"',
  },
  {
    treats: overfitting,
    title: "A part of rows and columns for each tree",
    reason: "Trees that see different parts make different errors, which their sum averages.",
    xgboost: "subsample=0.7, colsample_bytree=0.7",
    lightgbm: "bagging_fraction=0.7, bagging_freq=1, feature_fraction=0.7",
    catboost: "subsample=0.7, rsm=0.7",
  },
  {
    treats: overfitting,
    title: "L2 on the leaves",
    reason: "It pulls the answers of leaves with few rows towards 0.",
    xgboost: "reg_lambda=10",
    lightgbm: "lambda_l2=10",
    catboost: "l2_leaf_reg=10",
  },
  {
    treats: ["still-improving"],
    title: "More rounds",
    reason: "There is more to learn than the rounds allowed.",
    xgboost: "n_estimators=…, twice as many",
    lightgbm: "num_iterations=…, twice as many",
    catboost: "iterations=…, twice as many",
  },
  {
    treats: ["underfitting"],
    title: "Larger trees, or a higher learning rate",
    reason: "What cannot fit the training rows cannot fit new ones.",
    xgboost: "max_depth=8, learning_rate=0.1",
    lightgbm: "num_leaves=63, learning_rate=0.1",
    catboost: "depth=8, learning_rate=0.1",
  },
];

/** What their manuals take, where no curve tells better. */
const usualRounds = 50;

export const isOfBoosting = (program: string | undefined): boolean =>
  program !== undefined && program in speakers;

/** Remedies for a log of boosted trees, the best first. */
export function adviseBoosting(
  { evidence }: Diagnosis,
  program: string,
  replays: readonly Replay[],
): Advice[] {
  const stopping = techniques.filter(isStopping).map((technique) => stoppingOf(technique, replays))[0];
  const rounds = typeof stopping === "object" ? stopping.strength : usualRounds;
  const names = speakers[program] ?? [];
  return changes.flatMap(({ treats, title, reason, stops, ...words }) => {
    if (stops && stopping === "useless") return [];
    const fact = evidence.find(({ sign }) => (treats as readonly string[]).includes(treatedAs(sign)));
    if (fact === undefined) return [];
    return [
      {
        title,
        reason: `${fact.sentence} ${reason}`,
        code: names.map((name) => ({
          program: titles[name],
          line: words[name].replace("…rounds", String(rounds)),
        })),
        watch: "Whether the validation loss of the best round gets lower.",
      },
    ];
  });
}
