import { softThreshold } from "./kernels.ts";

/** The columns that coordinate descent works on, in the order in which they came. Arrays may have room for more. */
export interface Working {
  count: number;
  columns: Int32Array;
  coefficients: Float64Array;
  /** The coefficients that the residuals belong to. */
  settled: Float64Array;
  /** `xⱼ · r`. */
  gradients: Float64Array;
  /** `xⱼ · xⱼ`. */
  squares: Float64Array;
  factors: Float64Array;
  /** `xᵢ · xⱼ`: `[stride, stride]`; nothing where there are too many columns. */
  gram: Float64Array | undefined;
  stride: number;
}

const firstRoom = 64;

export const newWorking = (): Working => ({
  count: 0,
  columns: new Int32Array(firstRoom),
  coefficients: new Float64Array(firstRoom),
  settled: new Float64Array(firstRoom),
  gradients: new Float64Array(firstRoom),
  squares: new Float64Array(firstRoom),
  factors: new Float64Array(firstRoom),
  gram: new Float64Array(firstRoom * firstRoom),
  stride: firstRoom,
});

function grown(values: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(size);
  larger.set(values);
  return larger;
}

function grow(working: Working): void {
  const { gram, stride } = working;
  const size = 2 * stride;
  const columns = new Int32Array(size);
  columns.set(working.columns);
  working.columns = columns;
  for (const name of ["coefficients", "settled", "gradients", "squares", "factors"] as const)
    working[name] = grown(working[name], size);
  if (gram) {
    const larger = new Float64Array(size * size);
    for (let i = 0; i < working.count; i++) larger.set(gram.subarray(i * stride, (i + 1) * stride), i * size);
    working.gram = larger;
  }
  working.stride = size;
}

export interface NewColumn {
  readonly column: number;
  readonly gradient: number;
  readonly square: number;
  readonly factor: number;
}

/** Adds a column with coefficient 0; its products are the caller's to fill in. */
export function addColumn(working: Working, { column, gradient, square, factor }: NewColumn): void {
  if (working.count === working.stride) grow(working);
  const at = working.count++;
  working.columns[at] = column;
  working.gradients[at] = gradient;
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
  { count, coefficients, gradients, squares, factors, gram, stride }: Working,
  { l1, l2, tolerance, passes }: Descent,
): number {
  const products = gram as Float64Array;
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
      const from = i * stride;
      for (let j = 0; j < count; j++)
        gradients[j] = (gradients[j] as number) - move * (products[from + j] as number);
      const size = square * move * move;
      if (size > largest) largest = size;
    }
    if (largest < tolerance) return pass;
  }
  return Infinity;
}
