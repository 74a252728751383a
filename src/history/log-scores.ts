import type { LogColumn } from "./log-table.ts";
import type { Roles } from "./log-roles.ts";

/** The leading score whose best value is 1. */
const scoreIn = (columns: readonly LogColumn[]): LogColumn | undefined =>
  columns.find(
    ({ measure, values }) =>
      (measure.isShare || measure.id === "r2") && values.every((value) => value === undefined || value <= 1),
  );

/** What is missing to 1, where nothing was learned: R² is 0 for the mean, AUC one half for chance. */
const nothingLearned: Readonly<Record<string, number>> = { r2: 1, auc: 0.5 };

const missing = "1 − ";

/** The score that a loss of such a name is made of. */
export const scoreBehind = (loss: string): string | undefined =>
  loss.startsWith(missing) ? loss.slice(missing.length) : undefined;

/** What is missing to 1 of a score stands for a loss. */
export const missingToOne = (score: LogColumn): LogColumn => ({
  ...score,
  name: `${missing}${score.name}`,
  values: score.values.map((value) => (value === undefined ? undefined : 1 - value)),
});

/** Roles of a log without any loss but with a score whose best value is 1: what is missing to it stands for the loss. */
export function lossFromScore(roles: Roles): Roles | undefined {
  const leading = scoreIn([...roles.metrics.validation, ...roles.metrics.test, ...roles.metrics.train]);
  if (leading === undefined) return undefined;
  const lossIn = (columns: readonly LogColumn[]): LogColumn | undefined => {
    const score = columns.find(({ measure }) => measure.id === leading.measure.id);
    return score && missingToOne(score);
  };
  const validation = lossIn(roles.metrics.validation) ?? lossIn(roles.metrics.test);
  const lossOfNothing = nothingLearned[leading.measure.id];
  return { ...roles, train: lossIn(roles.metrics.train), validation, lossOfNothing };
}
