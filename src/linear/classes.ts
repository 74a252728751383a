// Linear predictors of classes, and what follows from them.

/** Probabilities are kept this far from 0 and 1, as glmnet does. */
const leastProbability = 1e-9;

export interface Predictors {
  readonly rows: number;
  /** `[rows]` for each output: one for two classes, else one for each class. */
  readonly values: readonly Float64Array[];
}

/** The probabilities of one output, `[rows]`, written into `into`: the sigmoid of one, the softmax of several. */
export function writeProbabilities({ values }: Predictors, output: number, into: Float64Array): void {
  const own = values[output] as Float64Array;
  if (values.length === 1) {
    for (let i = 0; i < into.length; i++) into[i] = within(1 / (1 + Math.exp(-(own[i] as number))));
    return;
  }
  into.fill(0);
  for (const other of values)
    for (let i = 0; i < into.length; i++)
      into[i] = (into[i] as number) + Math.exp((other[i] as number) - (own[i] as number));
  for (let i = 0; i < into.length; i++) into[i] = within(1 / (into[i] as number));
}

/** What is as good as certain is certain. */
const within = (p: number): number => (p < leastProbability ? 0 : p > 1 - leastProbability ? 1 : p);

/** The mean of `−log p` of each row's class, by the weights. */
export function meanLogLoss(
  predictors: Predictors,
  labels: ArrayLike<number>,
  weights: Float64Array,
): number {
  const { rows, values } = predictors;
  const probabilities = new Float64Array(rows);
  let loss = 0;
  for (let output = 0; output < values.length; output++) {
    writeProbabilities(predictors, output, probabilities);
    for (let i = 0; i < rows; i++) {
      if (values.length > 1 && labels[i] !== output) continue;
      const p = probabilities[i] as number;
      const own = values.length === 1 && labels[i] !== 1 ? 1 - p : p;
      loss -=
        (weights[i] as number) * Math.log(Math.min(Math.max(own, leastProbability), 1 - leastProbability));
    }
  }
  return loss;
}

/**
 * Whether every row that counts is on the side of its class.
 * @param isOf `[rows]` for each output: whether a row is of its class.
 */
export function isToldApart(
  { rows, values }: Predictors,
  isOf: readonly Float64Array[],
  weights: Float64Array,
): boolean {
  const [only] = values;
  for (let i = 0; i < rows; i++) {
    if (weights[i] === 0) continue;
    const own = values.find((_, output) => isOf[output]?.[i] === 1);
    const isRight =
      values.length === 1
        ? (only?.[i] as number) * ((isOf[0]?.[i] as number) - 0.5) > 0
        : values.every((other) => other === own || (other[i] as number) < (own?.[i] as number));
    if (!isRight) return false;
  }
  return true;
}

/**
 * The shift of the coefficients of one column, `[classes]`, that no probability notices and the penalty wants: the minimizer of
 * `Σ α |b − s| + (1 − α)/2 (b − s)²` (Friedman, Hastie & Tibshirani 2010, section 4.1). Where many do it is the middle one.
 */
export function bestShift(coefficients: Float64Array, alpha: number): number {
  const sorted = coefficients.toSorted();
  const count = sorted.length;
  const middle = ((sorted[(count - 1) >> 1] as number) + (sorted[count >> 1] as number)) / 2;
  if (alpha === 1) return middle;
  const average = sorted.reduce((sum, value) => sum + value, 0) / count;
  const pull = alpha / ((1 - alpha) * count);
  // With `below` coefficients below s, the derivative is 0 at `average − pull (2 below − count)`.
  for (let below = 1; below < count; below++) {
    const shift = average - pull * (2 * below - count);
    const low = sorted[below - 1] as number;
    const high = sorted[below] as number;
    if (shift >= low && shift <= high) return shift;
    // Before this place it still falls, and behind it rises.
    if (shift < low) return low;
  }
  return sorted[count - 1] as number;
}
