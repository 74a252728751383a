// What a penalty leaves of a linear model.
import { formatNumber, type LineFigure } from "../draw/index.ts";
import {
  type CrossValidation,
  degreesOfFreedom,
  type Examples,
  fitRidgePath,
  type LinearPath,
  type Response,
  shrinkage,
} from "../linear/index.ts";
import { marksOf, placesNote, placesOf, xLabel } from "./linear-figures.ts";

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
    note: "On the left stand the directions in which the rows differ most: the penalty touches them least. On the right it takes most of those in which the rows hardly differ, of which the data know least; one in which they do not differ at all has nothing to leave.",
  };
}

/** How freedom is counted, for notes. */
const countedBy = ({ alpha, family }: LinearPath): string => {
  const about = family === "gaussian" ? "" : ", which for classes holds about";
  if (alpha === 1)
    return `of the lasso it is on average the number of columns that have one (Zou, Hastie & Tibshirani 2007)${about}`;
  const of =
    alpha === 0
      ? "Σ d²/(d² + λ) over the singular directions"
      : "the trace of what makes predictions of targets, on the columns with a coefficient (Tibshirani & Taylor 2012)";
  return `${of}${about}`;
};

/** How much freedom the penalty leaves; nothing for several classes, and for tables that are too large for it. */
export function freedomFigure(
  validation: CrossValidation,
  {
    directions,
    examples,
    response,
  }: {
    readonly directions: RidgeDirections | undefined;
    readonly examples: Examples;
    readonly response: Response;
  },
  title: string,
): LineFigure | undefined {
  const { path } = validation;
  const values = directions
    ? Array.from(directions.degreesOfFreedom)
    : degreesOfFreedom(examples, response, path);
  if (!values) return undefined;
  const xs = placesOf(path.lambdas);
  // Nothing is known of a strength at which columns determine each other.
  const known = values.filter(Number.isFinite);
  const ends = [known[0], known.at(-1)].map((value) => formatNumber(value ?? 0, 3));
  return {
    title: `Effective degrees of freedom, ${title}`,
    xLabel,
    yLabel: path.alpha === 1 ? "columns with a coefficient" : "effective degrees of freedom",
    series: [
      {
        name: "of the model",
        role: "train",
        points: values.map((value, i) => [xs[i] as number, value] as const),
      },
    ],
    marks: marksOf(validation, (step) => values[step] as number),
    note: `With so many free coefficients a model without a penalty would follow the data as closely: ${countedBy(path)}. They go from ${ends[0]} at the strongest penalty to ${ends[1]} at the weakest, of ${path.columns} columns.${placesNote(path)}`,
  };
}
