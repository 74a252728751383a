// The weight space of a linear model: where loss and penalty meet.
import type { PlaneFigure, PlaneItem } from "../draw/index.ts";
import {
  type Coefficient,
  coefficientsAt,
  type CrossValidation,
  type Examples,
  type LinearPath,
  lossSlice,
  type Response,
} from "../linear/index.ts";
import { coefficientName, type PathTold } from "./linear-figures.ts";
import { targetDeviation } from "./linear-ridge.ts";
import { levelsOf, planeField, type Place, readWeightSpace, refined } from "./weight-space.ts";

type Pair = readonly [Coefficient, Coefficient];

/** So little that it decides among equals only. */
const beforeOthers = 1e-9;

/** The two coefficients of one output that are largest at λmin, by the standard deviations of their columns; of all models together. */
export function largestPair(
  validations: readonly CrossValidation[],
  { deviations }: PathTold,
): Pair | undefined {
  const { columns, outputs } = validations[0]?.path ?? { columns: 0, outputs: 0 };
  if (columns < 2) return undefined;
  const sizes = new Float64Array(columns * outputs);
  const add = (path: LinearPath, lambda: number, weight: number): void => {
    const own = coefficientsAt(path, lambda).coefficients.map((value, at) =>
      Math.abs(value * (deviations[at % columns] as number)),
    );
    const most = own.reduce((a, b) => Math.max(a, b), 0) || 1;
    own.forEach((size, at) => (sizes[at] = (sizes[at] as number) + (weight * size) / most));
  };
  for (const { path, lambdaMin } of validations) {
    add(path, lambdaMin, 1);
    // Of those without a coefficient at λmin the one that gets the largest later.
    add(path, 0, beforeOthers);
  }
  const order = Array.from(sizes.keys()).toSorted(
    (a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b,
  );
  const output = Math.floor((order[0] as number) / columns);
  const [first, second] = order.filter((at) => Math.floor(at / columns) === output);
  if (first === undefined || second === undefined) return undefined;
  return [
    { output, column: first % columns },
    { output, column: second % columns },
  ];
}

/** Where a pair of coefficients is at each strength, of columns scaled to variance 1. */
const placesOf = (
  { lambdas, outputs, columns, coefficients }: LinearPath,
  pair: Pair,
  told: PathTold,
): Place[] =>
  Array.from(lambdas, (_, step) => {
    const [x, y] = pair.map(
      ({ output, column }) =>
        (coefficients[(step * outputs + output) * columns + column] as number) *
        (told.deviations[column] as number),
    );
    return [x as number, y as number];
  });

/**
 * How far the pair may go in a direction for what the penalty costs at a place: the ball of ridge regression, the diamond of the
 * lasso, what lies between for the elastic net.
 * @param spread the standard deviation of the targets, by which the second part of the penalty is divided.
 */
export function penaltyShape(alpha: number, [x, y]: Place, spread: number): Place[] {
  const second = (1 - alpha) / (2 * spread);
  const cost = alpha * (Math.abs(x) + Math.abs(y)) + second * (x * x + y * y);
  const turns = 180;
  return Array.from({ length: turns }, (_, i): Place => {
    const angle = (2 * Math.PI * i) / turns;
    const first = alpha * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
    // The positive root of `second r² + first r = cost`, in a form that bears `second = 0`.
    const radius = (2 * cost) / (first + Math.sqrt(first * first + 4 * second * cost));
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

const shapeName = (alpha: number): string =>
  alpha === 1 ? "L1 diamond" : alpha === 0 ? "L2 ball" : "elastic net";

export interface WeightSpace {
  readonly examples: Examples;
  readonly response: Response;
  readonly told: PathTold;
  readonly pair: Pair;
}

/** Two coefficients of a model against each other: the loss, the penalty through λmin, and the way that λ leads. */
export function weightFigure(
  { path, lambdaMin, best }: CrossValidation,
  title: string,
  { examples, response, told, pair }: WeightSpace,
): PlaneFigure {
  const places = placesOf(path, pair, told);
  const chosen = places[best] as Place;
  const shape = penaltyShape(path.alpha, chosen, targetDeviation(path, examples));
  const { lossAt, rows } = lossSlice(examples, response, path, { lambda: lambdaMin, pair });
  const field = refined(planeField([...places, ...shape, [0, 0]], lossAt));
  const items: PlaneItem[] = [
    { name: `${shapeName(path.alpha)} through λmin`, role: "validation", kind: "shape", points: shape },
    { name: "the model as λ falls", role: "train", kind: "path", points: places },
    { name: "λmin", role: "test", kind: "place", points: [chosen] },
  ];
  const some =
    rows < examples.rows ? ` The loss is that of ${rows.toLocaleString("en-US")} rows, evenly taken.` : "";
  const [x, y] = pair.map((each) => coefficientName(each, path, told)) as [string, string];
  return {
    title: `Weight space of ${title}`,
    xLabel: `${x} × SD`,
    yLabel: `${y} × SD`,
    field,
    levels: levelsOf(field, lossAt(...chosen)),
    fieldName: "loss, others as at λmin",
    items,
    note: `${readWeightSpace} The line is where the whole model goes from the strongest penalty to the weakest. SD is the standard deviation of the column.${some}`,
  };
}
