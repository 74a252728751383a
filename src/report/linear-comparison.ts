// Penalties side by side on the same rows and folds, for people.
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber } from "../draw/index.ts";
import {
  type CrossValidation,
  isLevelAtEnd,
  type LongerCrossValidation,
  pairedDifference,
} from "../linear/index.ts";
import type { PathTold } from "./linear-figures.ts";
import { coefficientTable, columnCounts, pathRemarks } from "./linear-text.ts";

const width = 80;

/** A penalty with what cross-validation says of it. */
export interface PenaltyModel {
  /** Such as `lasso`. */
  readonly title: string;
  readonly validation: LongerCrossValidation;
}

/** How much more a penalty loses than the best one on the held-out rows, each at its λmin. */
export interface PenaltyDifference {
  readonly title: string;
  readonly best: string;
  readonly mean: number;
  readonly standardError: number;
}

const leastError = ({ validation: { means, best } }: PenaltyModel): number => means[best] as number;

/** All penalties but the best against it. @param models of the same rows and folds. */
export function penaltyDifferences(models: readonly PenaltyModel[]): PenaltyDifference[] {
  const best = models.reduce((a, b) => (leastError(b) < leastError(a) ? b : a));
  return models
    .filter((model) => model !== best)
    .map(({ title, validation }) => ({
      title,
      best: best.title,
      ...pairedDifference([validation, validation.best], [best.validation, best.validation.best]),
    }));
}

/** Errors further apart than so many of their standard errors are hardly chance. */
const surely = 2;

/** Whether a weaker penalty than all of a path may do better still. */
const endsEarly = ({ validation }: PenaltyModel): boolean => {
  const { isAtEdge, best, path } = validation;
  return isAtEdge && best > 0 && path.lambdas[best] !== 0 && !isLevelAtEnd(validation);
};

/** @param early penalties whose paths end where they are best. */
function differenceText(
  { title, best, mean, standardError }: PenaltyDifference,
  what: string,
  early: readonly string[],
): string {
  const open = [title, best].filter((each) => early.includes(each));
  if (open.length > 0)
    return `Which of ${best} and ${title} predicts better cannot be told: the path of ${open.join(" and that of ")} ends where it is best, and a weaker penalty may do better still. Give smaller strengths with --lambda.`;
  const size = `${formatNumber(mean, 2)} ± ${formatNumber(standardError, 2)} over the same folds`;
  return mean > surely * standardError
    ? `At their λmin the ${what} of ${title} is larger than that of ${best}: by ${size}.`
    : `At their λmin ${best} and ${title} cannot be told apart: the ${what} of ${title} is larger by ${size}, no more than chance may do.`;
}

function modelsTable(models: readonly PenaltyModel[], what: string): string {
  const format = columnFormat(
    models.flatMap(({ validation: { means, best, simplest } }) => [
      means[best] as number,
      means[simplest] as number,
    ]),
  );
  const rows = models.flatMap(({ title, validation }) => {
    const { means, standardErrors, best, simplest, path } = validation;
    const counts = columnCounts(path);
    return [
      { at: "λmin", step: best },
      { at: "λ1se", step: simplest },
    ].map(({ at, step }) => [
      title,
      `${at} ${formatNumber(path.lambdas[step] as number, 3)}`,
      `${counts[step]} of ${path.columns}`,
      `${format(means[step] as number)} ± ${formatNumber(standardErrors[step] as number, 2)}`,
    ]);
  });
  return textColumns([["penalty", "at", "columns", `held-out ${what}`], ...rows]);
}

/** What the error that is compared is called. */
export const measureTitle = ({ measure }: CrossValidation): string =>
  measure === "mse" ? "squared error" : "deviance";

/** How penalties differ, and what to know of each, a sentence each. */
export function comparisonSentences(models: readonly PenaltyModel[], told: PathTold): string[] {
  const [first] = models;
  if (!first) return [];
  const { family } = first.validation.path;
  const early = models.filter(endsEarly).map(({ title }) => title);
  return [
    ...penaltyDifferences(models).map((difference) =>
      differenceText(difference, measureTitle(first.validation), early),
    ),
    ...(family === "binomial" ? [`Coefficients are of the log odds of ${told.classes[1]}.`] : []),
    ...models.flatMap(({ title, validation }) =>
      pathRemarks(validation.path, told, validation).map((remark) => `${title}: ${remark}`),
    ),
  ];
}

/** Several penalties as text: errors, sparsity and coefficients, and how sure their differences are. */
export function comparisonText(models: readonly PenaltyModel[], told: PathTold): string {
  const [first] = models;
  if (!first) return "";
  const shown = models.flatMap(({ title, validation: { path, lambdaMin, lambda1se } }) => [
    { title: `${title} λmin`, path, lambda: lambdaMin },
    { title: `λ1se`, path, lambda: lambda1se },
  ]);
  return [
    modelsTable(models, measureTitle(first.validation)),
    "",
    ...comparisonSentences(models, told).map((sentence) => wrapText(sentence, width)),
    "",
    coefficientTable(shown, told),
  ].join("\n");
}
