// A path of linear models for people.
import { bug } from "../base/index.ts";
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber } from "../draw/index.ts";
import {
  coefficientsAt,
  type CrossValidation,
  isLevelAtEnd,
  type LinearPath,
  type LongerCrossValidation,
} from "../linear/index.ts";
import type { PathTold } from "./linear-figures.ts";

const width = 80;
/** About so many strengths are shown beside the chosen ones, and at most so many coefficients. */
const shownSteps = 10;
const shownCoefficients = 30;

/** How many columns have a coefficient at each strength. */
export function columnCounts({ lambdas, outputs, columns, coefficients }: LinearPath): number[] {
  return Array.from(lambdas, (_, step) => {
    let count = 0;
    for (let column = 0; column < columns; column++)
      for (let output = 0; output < outputs; output++)
        if (coefficients[(step * outputs + output) * columns + column] !== 0) {
          count++;
          break;
        }
    return count;
  });
}

function stepsTable({ path, means, standardErrors, best, simplest, measure }: CrossValidation): string {
  const last = path.lambdas.length - 1;
  const every = Array.from({ length: shownSteps }, (_, i) => Math.round((i * last) / (shownSteps - 1)));
  const steps = [...new Set([...every, best, simplest])].toSorted((a, b) => a - b);
  const counts = columnCounts(path);
  const mean = columnFormat(Array.from(means));
  const remark = (step: number): string => {
    if (step === best) return step === simplest ? "◀ λmin, and λ1se" : "◀ λmin";
    return step === simplest ? "◀ λ1se" : "";
  };
  return textColumns([
    ["λ", "columns", "explained", measure === "mse" ? "squared error" : "deviance", ""],
    ...steps.map((step) => [
      formatNumber(path.lambdas[step] as number, 4),
      String(counts[step]),
      `${(100 * Math.max(0, path.devianceRatios[step] as number)).toFixed(1)} %`,
      `${mean(means[step] as number)} ± ${formatNumber(standardErrors[step] as number, 2)}`,
      remark(step),
    ]),
  ]);
}

/** One of the models whose coefficients stand side by side. */
export interface ShownModel {
  readonly title: string;
  readonly path: LinearPath;
  readonly lambda: number;
}

/** The coefficients of models of the same columns, the largest of any model first. */
export function coefficientTable(
  shown: readonly ShownModel[],
  { names, deviations, classes }: PathTold,
): string {
  const models = shown.map(({ path, lambda }) => coefficientsAt(path, lambda));
  const { columns, outputs } = shown[0]?.path ?? bug("no models");
  const of = (at: number): string => (outputs === 1 ? "" : `${classes[Math.floor(at / columns)]}: `);
  const sizes = Array.from(
    { length: outputs * columns },
    (_, at) =>
      Math.max(...models.map(({ coefficients }) => Math.abs(coefficients[at] as number))) *
      (deviations[at % columns] as number),
  );
  const there = Array.from(sizes.keys())
    .filter((at) => (sizes[at] as number) > 0)
    .toSorted((a, b) => (sizes[b] as number) - (sizes[a] as number));
  const text = (value: number): string => (value === 0 ? "·" : formatNumber(value, 4));
  const row = (name: string, at: number, from: "intercepts" | "coefficients"): string[] => [
    name,
    ...models.map((model) => text(model[from][at] as number)),
  ];
  const rows = there
    .slice(0, shownCoefficients)
    .map((at) => row(`${of(at)}${names[at % columns]}`, at, "coefficients"));
  const intercepts = Array.from({ length: outputs }, (_, output) =>
    row(`${of(output * columns)}intercept`, output, "intercepts"),
  );
  const more = there.length - rows.length;
  return [
    textColumns([["coefficient", ...shown.map(({ title }) => title)], ...intercepts, ...rows]),
    ...(more > 0 ? [`… and ${more} smaller ones: --json has all.`] : []),
  ].join("\n");
}

function longerSentence({ usualEnd, path }: LongerCrossValidation): string[] {
  if (usualEnd === undefined) return [];
  const [from, to] = [usualEnd, path.lambdas.at(-1) as number].map((lambda) => formatNumber(lambda, 3));
  return [
    `The usual sequence of λ ended at ${from}, where the error was lowest: it went on to weaker penalties, down to ${to}.`,
  ];
}

function edgeSentence(validation: CrossValidation): string[] {
  const { isAtEdge, best, path } = validation;
  // No penalty is weaker than none.
  if (!isAtEdge || path.lambdas[best] === 0) return [];
  if (isLevelAtEnd(validation))
    return [
      "λmin is the smallest λ of the path, and the error is level there: hardly any penalty is as good as this one.",
    ];
  if (best > 0)
    return [
      "λmin is the smallest λ of the path: a weaker penalty, or none, may do better; give smaller strengths with --lambda.",
    ];
  return [
    columnCounts(path)[0] === 0
      ? "λmin is the largest λ of the path, at which no column has a coefficient: none is known to help."
      : "λmin is the largest λ of the path: a stronger penalty, or no column at all, may do better; give larger strengths with --lambda.",
  ];
}

const earlyEndings = {
  passes: "reached the limit of passes",
  separated: "told the classes apart with certainty",
} as const;

/** Folds whose own path ended before the whole one did: what is said of weaker strengths there is not of models at these. */
function foldSentences({ folds, path, lambdaMin }: CrossValidation): string[] {
  const last = path.lambdas.at(-1) as number;
  const endings = (Object.keys(earlyEndings) as (keyof typeof earlyEndings)[]).flatMap((ending) => {
    const early = folds.filter((fold) => fold.ending === ending && fold.smallest > last);
    if (early.length === 0) return [];
    const until = formatNumber(Math.max(...early.map(({ smallest }) => smallest)), 3);
    return [
      `${early.length} of ${folds.length} folds ${earlyEndings[ending]}, the first of them at λ ${until}: weaker strengths are judged there by the last model before that.`,
    ];
  });
  const beyond = folds.filter(({ ending, smallest }) => ending === "saturated" && smallest > lambdaMin);
  return [
    ...endings,
    ...(beyond.length === 0
      ? []
      : [
          `The paths of ${beyond.length} of ${folds.length} folds ended before λmin, as weaker strengths explained hardly more: they are judged there by their last model.`,
        ]),
  ];
}

/** Numbers whose printed coefficients are not the optimum itself; of classes none are. */
function exactnessSentence({ path, best, simplest }: CrossValidation): string[] {
  const inexact = [...new Set([best, simplest])].filter((step) => path.exact[step] === false);
  if (path.family !== "gaussian" || inexact.length === 0) return [];
  const places = inexact.map((step) => (step === best ? "λmin" : "λ1se")).join(" and ");
  return [
    `At ${places} there are too many coefficients, or columns too much alike, to solve for the optimum itself: coefficients are as near to it as coordinate descent comes, and their last digits may be wrong where columns are much alike.`,
  ];
}

/** What to know of how the path came out, a sentence each. */
export function pathRemarks(
  path: LinearPath,
  { names, rows }: PathTold,
  validation?: LongerCrossValidation,
): string[] {
  const constant = path.constantColumns.map((column) => names[column]);
  const isUndetermined = path.lambdas.at(-1) === 0 && rows <= path.columns - constant.length;
  return [
    ...(isUndetermined
      ? [
          "At λ 0 there are as many columns as rows, or more: many models fit all rows alike, and which of them stands here says nothing.",
        ]
      : []),
    ...(path.lambdas.at(-1) === 0
      ? ["λ 0, which has no logarithm, stands at the right end of pictures."]
      : []),
    ...(validation ? [...longerSentence(validation), ...edgeSentence(validation)] : []),
    ...(constant.length > 0 ? [`One value only, so no coefficient: ${constant.join(", ")}.`] : []),
    ...(path.ending === "passes"
      ? ["The limit of passes over the coordinates was reached: weaker strengths are left out."]
      : []),
    ...(path.ending === "separated"
      ? [
          "The classes are told apart with certainty: weaker strengths are left out, as their coefficients have no bound.",
        ]
      : []),
    ...(validation ? [...exactnessSentence(validation), ...foldSentences(validation)] : []),
  ];
}

/** What cross-validation says of a path, a sentence each. */
export function pathSentences(validation: CrossValidation, told: PathTold): string[] {
  const { path, lambdaMin, lambda1se, best, simplest } = validation;
  const counts = columnCounts(path);
  const columns = (step: number): string => `${counts[step]} of ${path.columns} columns`;
  return [
    `lambdaMin, the lowest error on held-out rows: ${formatNumber(lambdaMin)} (${columns(best)}).`,
    `lambda1se, the strongest penalty within one standard error of that: ${formatNumber(lambda1se)} (${columns(simplest)}).`,
    ...(path.family === "binomial" ? [`Coefficients are of the log odds of ${told.classes[1]}.`] : []),
    ...pathRemarks(path, told, validation),
  ];
}

/** A cross-validated path as text: key strengths, what is best, and the coefficients there. */
export function pathText(validation: CrossValidation, told: PathTold): string {
  const { path, lambdaMin, lambda1se } = validation;
  return [
    stepsTable(validation),
    "",
    ...pathSentences(validation, told).map((sentence) => wrapText(sentence, width)),
    "",
    coefficientTable(
      [
        { title: "at λmin", path, lambda: lambdaMin },
        { title: "at λ1se", path, lambda: lambda1se },
      ],
      told,
    ),
  ].join("\n");
}
