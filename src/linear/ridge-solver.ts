import { momentsOf, type Design } from "./design.ts";
import type { Solver } from "./follow.ts";
import { dot } from "./kernels.ts";
import { mostExact, type Penalty } from "./options.ts";
import { rankOf, singularValues } from "./svd.ts";

/** Whether ridge regression by one decomposition is possible, and soon done. */
export const canDecompose = ({ rows, vectors }: Design, { factors }: Penalty): boolean =>
  Math.min(rows, vectors.length) <= mostExact && factors.every((factor) => factor > 0);

/**
 * Minimizes `½ Σ wᵢ (yᵢ − b − xᵢ β)² + λ/2 Σ fⱼ βⱼ²` for targets scaled to variance 1, all λ from one singular value decomposition:
 * the optimum but for rounding, the smallest one where no penalty leaves several.
 * @param design of columns multiplied by the roots of the weights.
 * @param targets `[rows]`, not all alike.
 */
export function ridgeSolver(design: Design, targets: ArrayLike<number>, { factors }: Penalty): Solver {
  const { weights, vectors } = design;
  const { centre: level, square } = momentsOf(Float64Array.from(targets), weights);
  const spread = Math.sqrt(square);
  const scaled = weights.map((weight, i) => (Math.sqrt(weight) * ((targets[i] as number) - level)) / spread);
  const roots = factors.map(Math.sqrt);
  // Columns by the roots of their factors are penalized alike.
  const found = singularValues(
    vectors.map((vector, j) => vector.map((value) => value / (roots[j] as number))),
  );
  const rank = rankOf(found.values);
  const values = found.values.subarray(0, rank);
  const along = found.left.along(scaled).subarray(0, rank);
  const columns = Int32Array.from(vectors.keys());
  let strength = Infinity;
  return {
    passes: 0,
    isExact: () => true,
    solve(lambda) {
      strength = lambda / spread;
      return undefined;
    },
    steepest: () =>
      vectors.reduce(
        (most, vector, j) => Math.max(most, Math.abs(dot(vector, scaled)) / (factors[j] as number)),
        0,
      ) * spread,
    // What is left of a direction is λ/(d² + λ) of it.
    devianceRatio: () =>
      along.reduce(
        (sum, part, k) => sum + part ** 2 * (1 - (strength / ((values[k] as number) ** 2 + strength)) ** 2),
        0,
      ),
    leastGain: (ratio) => 1e-5 * ratio,
    coefficients() {
      const shares = values.map(
        (value, k) => (spread * value * (along[k] as number)) / (value ** 2 + strength),
      );
      const slopes = found.right.sum(shares).map((slope, j) => slope / (roots[j] as number));
      return { columns, slopes: [slopes], intercepts: Float64Array.of(level) };
    },
  };
}
