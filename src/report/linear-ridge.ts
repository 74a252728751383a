// What a penalty leaves of a linear model.
import { formatNumber, type LineFigure } from "../draw/index.ts";
import {
  type CrossValidation,
  type Examples,
  fitRidgePath,
  type LinearPath,
  type Response,
  shrinkage,
} from "../linear/index.ts";
import { marksOf, xLabel, xOf } from "./linear-figures.ts";
import { columnCounts } from "./linear-text.ts";

/** A decomposition costs as much as the cube of the smaller side. */
const mostDirections = 400;

const totalWeight = ({ rows, weights }: Examples): number =>
  weights ? Array.from(weights).reduce((sum, weight) => sum + weight, 0) : rows;

/** The standard deviation of the targets, in whose units λ of a path is; 1 for classes. */
export const targetDeviation = ({ family, nullDeviance }: LinearPath, examples: Examples): number =>
  family === "gaussian" ? Math.sqrt(nullDeviance / totalWeight(examples)) : 1;

export interface RidgeDirections {
  /** Descending. */
  readonly singularValues: Float64Array;
  /** `[lambdas of the path]`. */
  readonly degreesOfFreedom: Float64Array;
  /** λ of `Σ (y − ŷ)² + λ ‖β‖²` over that of the path. */
  readonly factor: number;
}

/** The singular directions of a ridge regression; nothing for other models, and for tables that are too large for it. */
export function ridgeDirections(
  { path }: CrossValidation,
  examples: Examples,
  response: Response,
): RidgeDirections | undefined {
  const { rows, columns } = examples;
  if (path.family !== "gaussian" || response.family !== "gaussian" || path.alpha !== 0) return undefined;
  if (Math.min(rows, columns) > mostDirections) return undefined;
  const factor = totalWeight(examples) / targetDeviation(path, examples);
  const { singularValues, degreesOfFreedom } = fitRidgePath(examples, response.values, {
    lambdas: path.lambdas.map((lambda) => lambda * factor),
  });
  return { singularValues, degreesOfFreedom, factor };
}

/** What is left of each singular direction at the chosen strengths. */
export function shrinkageFigure(
  { lambdaMin, lambda1se }: CrossValidation,
  { singularValues, factor }: RidgeDirections,
  title: string,
): LineFigure {
  const at = (lambda: number): readonly (readonly [number, number])[] =>
    Array.from(shrinkage(singularValues, lambda * factor), (share, i) => [i + 1, share] as const);
  return {
    title: `Shrinkage of singular directions, ${title}`,
    xLabel: "direction, by its singular value d",
    yLabel: "share that is left, d²/(d² + λ)",
    wholeX: true,
    yDomain: [0, 1],
    series: [
      { name: `λmin ${formatNumber(lambdaMin, 3)}`, role: "train", points: at(lambdaMin) },
      ...(lambda1se === lambdaMin
        ? []
        : [{ name: `λ1se ${formatNumber(lambda1se, 3)}`, role: "gap" as const, points: at(lambda1se) }]),
    ],
    note: "On the left stand the directions in which the rows differ most: the penalty hardly touches them. On the right it takes most of those in which the rows hardly differ, of which the data know least.",
  };
}

/** How much freedom the penalty leaves. */
export function freedomFigure(
  validation: CrossValidation,
  directions: RidgeDirections | undefined,
  title: string,
): LineFigure | undefined {
  const { path } = validation;
  // Of other models the number of columns says less.
  const isCounted = path.alpha === 1 && path.family === "gaussian";
  if (!isCounted && !directions) return undefined;
  const values = directions ? Array.from(directions.degreesOfFreedom) : columnCounts(path);
  return {
    title: `Effective degrees of freedom, ${title}`,
    xLabel,
    yLabel: directions ? "Σ d²/(d² + λ)" : "columns with a coefficient",
    series: [
      {
        name: directions ? "of the model" : "columns",
        role: "train",
        points: values.map((value, i) => [xOf(path.lambdas[i] as number), value] as const),
      },
    ],
    marks: marksOf(validation, (step) => values[step] as number),
    note: `With so many free coefficients a model without a penalty would follow the data as closely: ${
      directions
        ? "all of them at the right, none at the left."
        : "of the lasso it is on average the number of columns that have one (Zou, Hastie & Tibshirani 2007)."
    }`,
  };
}
