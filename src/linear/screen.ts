import type { Design } from "./design.ts";
import type { Arithmetic } from "./arithmetic.ts";

/**
 * Which columns break the conditions of an optimum. A gradient `xⱼ · r` moves by at most `‖xⱼ‖ ‖Δr‖` (Cauchy and Schwarz), so
 * most columns are known to be in order without a look at their values, and none is missed: a safe form of screening, beside
 * the strong rules of Tibshirani et al. (2012), which need a check afterwards.
 */
export interface Screen {
  /** `[columns]`: 1 for columns that are worked on already, and for those that are constant. */
  readonly isWorking: Uint8Array;
  /** The columns beside those whose gradient is larger than `l1` times their factor. */
  violators(l1: number): number[];
  /** The residuals of an output moved by so much, in the norm that belongs to the columns. */
  moved(output: number, distance: number): void;
  /** The largest gradient over its factor, of all columns that are penalized. */
  steepest(): number;
}

/**
 * @param residuals `[rows]` for each output, kept up to date by its owner.
 */
export function screenOf(
  design: Design,
  residuals: readonly Float64Array[],
  { factors, arithmetic }: { readonly factors: Float64Array; readonly arithmetic: Arithmetic },
): Screen {
  const { vectors, squares } = design;
  const columns = vectors.length;
  const outputs = residuals.length;
  const norms = squares.map(Math.sqrt);
  const isWorking = Uint8Array.from(squares, (square) => Number(square === 0));
  // The last known gradient, less what the residuals could have moved it by until then: one sum is a bound for it now.
  const bases = new Float64Array(outputs * columns).fill(Infinity);
  const travelled = new Float64Array(outputs);

  const gradient = (output: number, column: number): number => {
    const found = Math.abs(
      arithmetic.dot(vectors[column] as Float64Array, residuals[output] as Float64Array),
    );
    bases[output * columns + column] = found - (norms[column] as number) * (travelled[output] as number);
    return found;
  };
  const exceeds = (column: number, limit: number): boolean => {
    for (let output = 0; output < outputs; output++) {
      // Rounding of the sums is far below this.
      const way = (travelled[output] as number) * (1 + 1e-9);
      const bound = (bases[output * columns + column] as number) + (norms[column] as number) * way;
      if (bound > limit && gradient(output, column) > limit) return true;
    }
    return false;
  };

  return {
    isWorking,
    violators(l1) {
      const found: number[] = [];
      for (let column = 0; column < columns; column++) {
        if (isWorking[column] === 1) continue;
        if (exceeds(column, l1 * (factors[column] as number))) found.push(column);
      }
      return found;
    },
    moved(output, distance) {
      travelled[output] = (travelled[output] as number) + distance;
    },
    steepest() {
      let most = 0;
      for (let column = 0; column < columns; column++) {
        const factor = factors[column] as number;
        if (factor === 0 || squares[column] === 0) continue;
        for (let output = 0; output < outputs; output++)
          most = Math.max(most, gradient(output, column) / factor);
      }
      return most;
    },
  };
}
