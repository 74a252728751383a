// A path of linear models for people.
import { textColumns, wrapText } from "../derive/index.ts";
import { columnFormat, formatNumber } from "../draw/index.ts";
import { coefficientsAt, type CrossValidation, type LinearPath } from "../linear/index.ts";
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

function coefficientTable(validation: CrossValidation, { names, deviations, classes }: PathTold): string {
  const { path, lambdaMin, lambda1se } = validation;
  const [least, simple] = [coefficientsAt(path, lambdaMin), coefficientsAt(path, lambda1se)];
  const { columns, outputs } = path;
  const of = (at: number): string => (outputs === 1 ? "" : `${classes[Math.floor(at / columns)]}: `);
  const sizeOf = (at: number): number =>
    Math.abs((least.coefficients[at] as number) * (deviations[at % columns] as number));
  const there = Array.from(least.coefficients.keys())
    .filter((at) => least.coefficients[at] !== 0 || simple.coefficients[at] !== 0)
    .toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const text = (value: number): string => (value === 0 ? "·" : formatNumber(value, 4));
  const row = (name: string, at: number, from: "intercepts" | "coefficients"): string[] => [
    name,
    text(least[from][at] as number),
    text(simple[from][at] as number),
  ];
  const rows = there
    .slice(0, shownCoefficients)
    .map((at) => row(`${of(at)}${names[at % columns]}`, at, "coefficients"));
  const intercepts = Array.from(least.intercepts.keys(), (output) =>
    row(`${of(output * columns)}intercept`, output, "intercepts"),
  );
  const more = there.length - rows.length;
  return [
    textColumns([["coefficient", "at λmin", "at λ1se"], ...intercepts, ...rows]),
    ...(more > 0 ? [`… and ${more} smaller ones: --json has all.`] : []),
  ].join("\n");
}

/** What to know of how the path came out, a sentence each. */
export function pathRemarks(path: LinearPath, { names }: PathTold, validation?: CrossValidation): string[] {
  const constant = path.constantColumns.map((column) => names[column]);
  const edge = validation?.isAtEdge
    ? `λmin is the ${validation.best === 0 ? "largest" : "smallest"} λ of the path: ${validation.best === 0 ? "no column is known to help" : "a weaker penalty, or none, may do better; give smaller strengths with --lambda"}.`
    : undefined;
  return [
    ...(edge ? [edge] : []),
    ...(constant.length > 0 ? [`One value only, so no coefficient: ${constant.join(", ")}.`] : []),
    ...(path.ending === "passes"
      ? ["The limit of passes over the coordinates was reached: weaker strengths are left out."]
      : []),
    ...(path.ending === "separated"
      ? [
          "The classes are told apart with certainty: weaker strengths are left out, as their coefficients have no bound.",
        ]
      : []),
  ];
}

/** A cross-validated path as text: key strengths, what is best, and the coefficients there. */
export function pathText(validation: CrossValidation, told: PathTold): string {
  const { path, lambdaMin, lambda1se, best, simplest } = validation;
  const counts = columnCounts(path);
  const columns = (step: number): string => `${counts[step]} of ${path.columns} columns`;
  const sentences = [
    `lambdaMin, the lowest error on held-out rows: ${formatNumber(lambdaMin)} (${columns(best)}).`,
    `lambda1se, the strongest penalty within one standard error of that: ${formatNumber(lambda1se)} (${columns(simplest)}).`,
    ...(path.family === "binomial" ? [`Coefficients are of the log odds of ${told.classes[1]}.`] : []),
    ...pathRemarks(path, told, validation),
  ];
  return [
    stepsTable(validation),
    "",
    ...sentences.map((sentence) => wrapText(sentence, width)),
    "",
    coefficientTable(validation, told),
  ].join("\n");
}
