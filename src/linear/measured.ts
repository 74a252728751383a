import { bug, UserError } from "../base/index.ts";

/** What models along a path lose on rows that were held out. */
export interface Measured {
  /** `[lambdas]`: the mean over those rows. */
  readonly means: Float64Array;
  /** `[lambdas]`: the standard errors of the means, from how the groups differ. */
  readonly standardErrors: Float64Array;
  /** `[groups]`: how much those count that are compared: folds, or single rows where folds have fewer than three. */
  readonly groupWeights: Float64Array;
  /** `[groups, lambdas]`: the mean over the rows of each. */
  readonly groupLosses: Float64Array;
}

/** Rows that are looked at together. */
interface Group {
  readonly weights: Float64Array;
  /** `[lambdas, rows]`. */
  readonly losses: Float64Array;
}

/** Each row as a group of its own. */
const singleRows = ({ weights, losses }: Group): Group[] =>
  Array.from(weights, (weight, row) => ({
    weights: Float64Array.of(weight),
    losses: losses.filter((_, at) => at % weights.length === row),
  }));

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/**
 * The weighted mean of what each group lost, and its standard error from how the groups differ.
 * @param losses `[lambdas, rows]` for each fold.
 * @param weights `[rows]` for each fold.
 */
export function measuredBy(losses: readonly Float64Array[], weights: readonly Float64Array[]): Measured {
  const folds = losses.map((own, fold): Group => ({ losses: own, weights: weights[fold] ?? bug("no fold") }));
  const held = weights.reduce((sum, { length }) => sum + length, 0);
  const steps = (losses[0] ?? bug("no folds")).length / (weights[0] ?? bug("no folds")).length;
  const groups = (held / folds.length >= 3 ? folds : folds.flatMap(singleRows)).filter(
    (group) => sumOf(group.weights) > 0,
  );
  const groupWeights = Float64Array.from(groups, (group) => sumOf(group.weights));
  const groupLosses = Float64Array.from(
    groups.flatMap((group, at) =>
      Array.from({ length: steps }, (_, step) => {
        const rows = group.weights.length;
        const own = group.losses.subarray(step * rows, (step + 1) * rows);
        return (
          own.reduce((sum, loss, i) => sum + loss * (group.weights[i] as number), 0) /
          (groupWeights[at] as number)
        );
      }),
    ),
  );
  const each = Array.from({ length: steps }, (_, step) =>
    averageOf(
      groupWeights,
      groupLosses.filter((_loss, at) => at % steps === step),
    ),
  );
  return {
    groupWeights,
    groupLosses,
    means: Float64Array.from(each, ({ mean }) => mean),
    standardErrors: Float64Array.from(each, ({ standardError }) => standardError),
  };
}

/** A weighted mean, and its standard error from how the values differ. */
function averageOf(weights: Float64Array, values: Float64Array) {
  const total = sumOf(weights);
  const of = (each: Float64Array): number =>
    sumOf(each.map((value, i) => value * (weights[i] as number))) / total;
  const mean = of(values);
  const spread = of(values.map((value) => (value - mean) ** 2));
  return { mean, standardError: Math.sqrt(spread / (values.length - 1)) };
}

/** What was measured, and on what. */
type Judged = Measured & { readonly foldOf: Int32Array; readonly measure: string };

/** `[groups]`. */
const lossesAt = ({ groupLosses, means }: Judged, step: number): Float64Array =>
  groupLosses.filter((_, at) => at % means.length === step);

/**
 * How much more one model loses than another on the same held-out rows, each at a step of its path, with the standard error
 * of that difference from how it differs among the groups.
 * @throws UserError for cross-validations with other folds.
 */
export function pairedDifference(
  [first, firstStep]: readonly [Judged, step: number],
  [second, secondStep]: readonly [Judged, step: number],
): { readonly mean: number; readonly standardError: number } {
  const isSame =
    first.measure === second.measure &&
    first.foldOf.length === second.foldOf.length &&
    first.foldOf.every((fold, row) => fold === second.foldOf[row]);
  if (!isSame)
    throw new UserError({
      where: "The comparison",
      got: "cross-validations of other rows or folds",
      expected: "the same for both",
    });
  const others = lossesAt(second, secondStep);
  return averageOf(
    first.groupWeights,
    lossesAt(first, firstStep).map((loss, group) => loss - (others[group] as number)),
  );
}
