import { bug } from "../base/index.ts";
import type { Arithmetic } from "./arithmetic.ts";
import { softThreshold } from "./kernels.ts";

/** The columns that coordinate descent works on, in the order in which they came. */
export interface Working {
  count: number;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
  /** The coefficients that the residuals belong to. */
  readonly settled: Float64Array;
  /** `xⱼ · r`: kept as long as products are. */
  readonly gradients: Float64Array;
  /** `xⱼ · xⱼ`. */
  readonly squares: Float64Array;
  readonly factors: Float64Array;
  /** `xᵢ · xⱼ`, a line for each column; nothing where there are too many. */
  gram: readonly Float64Array[] | undefined;
}

/** @param products of how many columns there is room for. */
export function newWorking(arithmetic: Arithmetic, columns: number, products: number): Working {
  const zeros = (): Float64Array => new Float64Array(columns);
  const [gradients = zeros()] = arithmetic.vectors(products, 1);
  return {
    count: 0,
    columns: new Int32Array(columns),
    coefficients: zeros(),
    settled: zeros(),
    gradients,
    squares: zeros(),
    factors: zeros(),
    gram: arithmetic.vectors(products, products),
  };
}

export interface NewColumn {
  readonly column: number;
  readonly gradient: number;
  readonly square: number;
  readonly factor: number;
}

/** Adds a column with coefficient 0; its products are the caller's to fill in. */
export function addColumn(working: Working, { column, gradient, square, factor }: NewColumn): void {
  const at = working.count++;
  working.columns[at] = column;
  if (working.gram) working.gradients[at] = gradient;
  working.squares[at] = square;
  working.factors[at] = factor;
}

export interface Descent {
  readonly l1: number;
  readonly l2: number;
  /** Of the squared move of a coordinate. */
  readonly tolerance: number;
  /** At most so many. */
  readonly passes: number;
}

/**
 * Descends by the products of columns: a coordinate that does not move costs nothing, one that does a line of products.
 * @returns the passes it took, Infinity where they were too many.
 */
export function descendByProducts(
  { count, coefficients, gradients, squares, factors, gram }: Working,
  { l1, l2, tolerance, passes }: Descent,
  arithmetic: Arithmetic,
): number {
  const products = gram ?? bug("a descent by products without any");
  for (let pass = 1; pass <= passes; pass++) {
    let largest = 0;
    for (let i = 0; i < count; i++) {
      const before = coefficients[i] as number;
      const square = squares[i] as number;
      const factor = factors[i] as number;
      const pull = (gradients[i] as number) + square * before;
      const after = softThreshold(pull, l1 * factor) / (square + l2 * factor);
      const move = after - before;
      if (move === 0) continue;
      coefficients[i] = after;
      arithmetic.addScaled(gradients, -move, products[i] as Float64Array, count);
      const size = square * move * move;
      if (size > largest) largest = size;
    }
    if (largest < tolerance) return pass;
  }
  return Infinity;
}
