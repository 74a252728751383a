// How a penalized loss of linear scores bends: steps that know it need few passes over the rows, however alike the columns are.
import { withArithmetic } from "./arithmetic.ts";
import { factorize, solveFactored } from "./cholesky.ts";
import { type Examples, weightOf } from "./examples.ts";
import { productsFrom } from "./tiles.ts";

/** With more columns the equations take longer than the passes that they save. */
const mostColumns = 400;

/**
 * Divides a direction, `[outputs, columns + 1]`, output by output by `c/n Σ wᵢ [xᵢ, 1] [xᵢ, 1]ᵀ + λ/n`, intercepts without λ.
 * @param bend `c`: the second derivative of the loss of a row by a score.
 * @returns nothing where there are too many columns, or their scales are too far apart for double precision.
 */
export function curvatureOf(
  examples: Examples,
  bend: number,
  lambda: number,
): ((direction: Float64Array) => void) | undefined {
  const { rows, columns } = examples;
  if (columns > mostColumns) return undefined;
  const size = columns + 1;
  const factor = gramOf(examples, bend / rows);
  for (let i = 0; i < columns; i++) factor[i * size + i] = (factor[i * size + i] as number) + lambda / rows;
  if (!factorize(factor, size)) return undefined;
  return (direction) => {
    for (let at = 0; at < direction.length; at += size)
      solveFactored(factor, direction.subarray(at, at + size));
  };
}

/** The lower triangle of `factor Σ wᵢ [xᵢ, 1] [xᵢ, 1]ᵀ`. */
function gramOf(examples: Examples, factor: number): Float64Array {
  const { rows, columns, values } = examples;
  const size = columns + 1;
  const gram = new Float64Array(size * size);
  withArithmetic(rows * size + 8, (arithmetic) => {
    const vectors = arithmetic.vectors(rows, size);
    const [room] = arithmetic.vectors(8, 1) as [Float64Array];
    const roots = Float64Array.from({ length: rows }, (_, row) =>
      Math.sqrt(factor * weightOf(examples, row)),
    );
    vectors.forEach((vector, column) => {
      for (let row = 0; row < rows; row++)
        vector[row] =
          (roots[row] as number) * (column < columns ? (values[row * columns + column] as number) : 1);
    });
    productsFrom(vectors, 0, { arithmetic, room }, (i, j, product) => (gram[i * size + j] = product));
  });
  return gram;
}
