import { median, normalCumulative } from "../base/index.ts";

/** A monotone tendency of some points. */
export interface Trend {
  /** The median of all slopes between two points (Theil 1950, Sen 1968), per unit of x. */
  readonly slope: number;
  /** How likely chance alone makes values fall this steadily (Mann 1945, Kendall's test, one-sided). */
  readonly fallingByChance: number;
}

/** Below this many points the distribution of the number of rising pairs is counted out, above it is taken as normal. */
const exactBelow = 30;

/** The tendency of at least two points; x increases. */
export function trend(x: readonly number[], y: readonly number[]): Trend {
  const slopes: number[] = [];
  let rising = 0;
  for (let j = 1; j < y.length; j++) {
    for (let i = 0; i < j; i++) {
      const step = (y[j] as number) - (y[i] as number);
      slopes.push(step / ((x[j] as number) - (x[i] as number)));
      // A tie counts as half a rise.
      rising += (Math.sign(step) + 1) / 2;
    }
  }
  return { slope: median(slopes), fallingByChance: atMost(rising, y.length) };
}

/** The probability that at most `rising` of the pairs of n values in random order rise. */
function atMost(rising: number, n: number): number {
  if (n < exactBelow) {
    const counts = risingPairs(n);
    return Math.min(
      1,
      counts.slice(0, Math.ceil(rising) + 1).reduce((total, share) => total + share, 0),
    );
  }
  const pairs = (n * (n - 1)) / 2;
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 72);
  return normalCumulative((rising + 0.5 - pairs / 2) / deviation);
}

/** The probability of each number of rising pairs among n values in random order: the k-th value adds 0 … k − 1 evenly. */
function risingPairs(n: number): number[] {
  let shares = [1];
  for (let k = 2; k <= n; k++) {
    const next = Array.from<number>({ length: shares.length + k - 1 }).fill(0);
    for (const [pairs, share] of shares.entries()) {
      for (let added = 0; added < k; added++)
        next[pairs + added] = (next[pairs + added] as number) + share / k;
    }
    shares = next;
  }
  return shares;
}
