export const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
};

export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** The unbiased standard deviation (divisor n − 1); 0 for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** The standard error of the mean. */
export const standardError = (values: ArrayLike<number>): number =>
  standardDeviation(values) / Math.sqrt(values.length);

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The probability that a standard normal number is at most `z`; to 1e-12 relative, in both tails. */
export function normalCumulative(z: number): number {
  if (z > 0) return 1 - normalCumulative(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < -3) {
    // Laplace's continued fraction of the tail, which converges the faster the farther out.
    let fraction = -z;
    for (let k = 120; k > 0; k--) fraction = -z + k / fraction;
    return density / fraction;
  }
  let term = -z;
  let total = term;
  for (let k = 3; term > 1e-17 * total; k += 2) {
    term *= (z * z) / k;
    total += term;
  }
  return 0.5 - density * total;
}

/** The number that a standard normal one stays below with `probability`, in (0, 1): 1.96 for 0.975. */
export function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability);
  let low = -40;
  let high = 0;
  while (high - low > 1e-14 * (1 - low)) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (normalCumulative(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Both ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a share that was seen in `count` independent trials (E. B. Wilson 1927).
 * @param share in [0, 1]. @param level the confidence, 0.95 unless told.
 */
export function wilsonInterval(share: number, count: number, level = 0.95): Interval {
  const z = normalQuantile((1 + level) / 2);
  const centre = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
