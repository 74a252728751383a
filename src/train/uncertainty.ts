// What several passes with noise say together: their mean, how uncertain it is, and how likely it makes the truth.
import { mean } from "../base/index.ts";

/** Predictions `[rows, width]` of each pass. */
export type Passes = readonly Float32Array[];

/** The mean over the passes. */
export function meanOf(passes: Passes): Float32Array {
  const total = new Float64Array(passes[0]?.length ?? 0);
  for (const pass of passes) pass.forEach((value, i) => (total[i] = (total[i] as number) + value));
  return Float32Array.from(total, (value) => value / passes.length);
}

/** The entropy of each row of probabilities, in nats; rows that do not add up to 1 are divided by their sum. */
function entropies(probabilities: Float32Array, width: number): number[] {
  return Array.from({ length: probabilities.length / width }, (_, row) => {
    const each = probabilities.subarray(row * width, (row + 1) * width);
    const all = each.reduce((a, b) => a + b, 0);
    return each.reduce((total, p) => (p > 0 ? total - (p / all) * Math.log(p / all) : total), 0);
  });
}

/** How uncertain the class of each row is, in nats. */
export interface ClassUncertainty {
  /** Entropy of the mean of the passes: uncertainty from whatever source. */
  readonly entropy: readonly number[];
  /** What of it comes from the passes differing, which more data could take away. */
  readonly mutualInformation: readonly number[];
}

export function classUncertainty(passes: Passes, width: number): ClassUncertainty {
  const entropy = entropies(meanOf(passes), width);
  const within = passes.map((pass) => entropies(pass, width));
  return {
    entropy,
    mutualInformation: entropy.map((whole, row) =>
      // Rounding must not make it negative.
      Math.max(0, whole - mean(within.map((each) => each[row] as number))),
    ),
  };
}

/** The standard deviation of each number over the passes. */
export function deviationOf(passes: Passes): Float32Array {
  const center = meanOf(passes);
  return center.map((middle, i) =>
    Math.sqrt(mean(passes.map((pass) => ((pass[i] as number) - middle) ** 2))),
  );
}

const smallestProbability = 1e-12;

/** The mean logarithm of the probability that the mean of the passes gives the true classes. */
export function classLikelihood(passes: Passes, labels: Int32Array): number {
  const probabilities = meanOf(passes);
  const width = probabilities.length / labels.length;
  const found = Array.from(labels, (label, row) => probabilities[row * width + label] as number);
  return mean(found.map((p) => Math.log(Math.max(p, smallestProbability))));
}

/** One column of numbers: the truth, and what each pass says. */
export interface Column {
  readonly actual: readonly number[];
  readonly passes: readonly (readonly number[])[];
}

/** The mean logarithm of the density of the truth, where around each pass there is normal noise of a deviation. */
export function numberLikelihood({ actual, passes }: Column, noise: number): number {
  const logDensities = actual.map((truth, row) => {
    const each = passes.map((pass) => -0.5 * ((truth - (pass[row] as number)) / noise) ** 2);
    const top = Math.max(...each);
    return top + Math.log(mean(each.map((value) => Math.exp(value - top))));
  });
  return mean(logDensities) - Math.log(noise) - 0.5 * Math.log(2 * Math.PI);
}

/** The deviation of the noise that makes a column most likely, by golden sections of its logarithm. */
export function likeliestNoise(column: Column): number {
  const errors = column.actual.map(
    (truth, row) => truth - mean(column.passes.map((pass) => pass[row] as number)),
  );
  const size = Math.sqrt(mean(errors.map((error) => error ** 2))) || 1;
  const ratio = (Math.sqrt(5) - 1) / 2;
  const at = (logarithm: number): number => numberLikelihood(column, Math.exp(logarithm));
  let [low, high] = [Math.log(size) - 6, Math.log(size) + 1];
  while (high - low > 1e-4) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (at(left) < at(right)) low = left;
    else high = right;
  }
  return Math.exp((low + high) / 2);
}
