import type { Design } from "./design.ts";
import type { Arithmetic } from "./arithmetic.ts";

/**
 * Which columns break the conditions of an optimum. From residuals `r₀` whose gradients are known the residuals came to
 * `r = s r₀ + e`, so that a gradient `xⱼ · r` is `s (xⱼ · r₀)`, but for at most `‖xⱼ‖ ‖e‖` (Cauchy and Schwarz): most columns are
 * known to be in order without a look at their values, and none is missed. A safe form of screening, beside the strong rules of
 * Tibshirani et al. (2012), which need a check afterwards.
 */
export interface Screen {
  /** `[columns]`: 1 for columns that are worked on already, and for those that are constant. */
  readonly isWorking: Uint8Array;
  /** The columns beside those whose gradient is larger than `l1` times their factor. */
  violators(l1: number): number[];
  /** The largest gradient over its factor, of all columns that are penalized. */
  steepest(): number;
}

/** After looks at this share of the columns the gradients of all are taken anew, one after another as they lie in memory. */
const refreshShare = 0.5;

interface ScreenOptions {
  readonly factors: Float64Array;
  readonly arithmetic: Arithmetic;
  /** `[rows]`: by which residuals and columns are sums of squares; 1 when absent. */
  readonly weights?: Float64Array;
}

/** Residuals whose gradients are known. */
interface Known {
  readonly at: Float64Array;
  /** Their own square. */
  square: number;
  /** `[columns]`: without their signs. */
  readonly gradients: Float64Array;
}

/** Sums of squares lose so much to rounding, generously. */
const rounding = 1e-12;

/** `a · b` by the weights that residuals hold once. */
function product(a: Float64Array, b: Float64Array, { arithmetic, weights }: ScreenOptions): number {
  if (!weights) return arithmetic.dot(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++)
    if (weights[i] !== 0) sum += ((a[i] as number) * (b[i] as number)) / (weights[i] as number);
  return sum;
}

/** The `s` for which `e = r − s r₀` is shortest, and how long that is at most. */
function wayFrom({ at, square }: Known, r: Float64Array, options: ScreenOptions) {
  const along = product(at, r, options);
  const whole = product(r, r, options);
  const scale = square > 0 ? along / square : 0;
  return {
    scale: Math.abs(scale),
    rest: Math.sqrt(Math.max(0, whole - scale * along) + rounding * (whole + square)),
  };
}

/**
 * @param residuals `[rows]` for each output, kept up to date by its owner.
 */
export function screenOf(design: Design, residuals: readonly Float64Array[], options: ScreenOptions): Screen {
  const { factors, arithmetic } = options;
  const { vectors, squares } = design;
  const columns = vectors.length;
  const norms = squares.map(Math.sqrt);
  const isWorking = Uint8Array.from(squares, (square) => Number(square === 0));
  const rows = residuals[0]?.length ?? 0;
  const known = arithmetic
    .vectors(rows, residuals.length)
    .map((at): Known => ({ at, square: 0, gradients: new Float64Array(columns) }));
  let looks = Infinity;

  const gradient = (output: number, column: number): number =>
    Math.abs(arithmetic.dot(vectors[column] as Float64Array, residuals[output] as Float64Array));
  const refresh = (): void => {
    known.forEach((own, output) => {
      own.at.set(residuals[output] as Float64Array);
      own.square = product(own.at, own.at, options);
      for (let column = 0; column < columns; column++)
        if (isWorking[column] === 0) own.gradients[column] = gradient(output, column);
    });
    looks = 0;
  };
  /** Adds what breaks the conditions at one output. */
  const look = (output: number, l1: number, found: Set<number>): void => {
    const own = known[output] as Known;
    const { scale, rest } = wayFrom(own, residuals[output] as Float64Array, options);
    const { gradients } = own;
    for (let column = 0; column < columns; column++) {
      if (isWorking[column] === 1) continue;
      const limit = l1 * (factors[column] as number);
      if (scale * (gradients[column] as number) + rest * (norms[column] as number) <= limit) continue;
      looks++;
      if (gradient(output, column) > limit) found.add(column);
    }
  };

  return {
    isWorking,
    violators(l1) {
      if (looks > refreshShare * columns) refresh();
      const found = new Set<number>();
      residuals.forEach((_, output) => look(output, l1, found));
      return [...found].toSorted((a, b) => a - b);
    },
    steepest() {
      let most = 0;
      for (let column = 0; column < columns; column++) {
        const factor = factors[column] as number;
        if (factor === 0 || squares[column] === 0) continue;
        for (let output = 0; output < residuals.length; output++)
          most = Math.max(most, gradient(output, column) / factor);
      }
      return most;
    },
  };
}
