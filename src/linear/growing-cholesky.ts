import { dot } from "./kernels.ts";

/** What is left of a column's square beside others is no more than rounding below this share of it. */
const leastPivot = 1e-14;

/**
 * `A = L Lᵀ` of a symmetric positive definite matrix that grows by a line at its end and loses lines anywhere (Golub & Van Loan 2013,
 * section 6.5): solving for one more or one fewer unknown costs a square of their number, not a cube.
 */
export class GrowingCholesky {
  /** The lower triangle, line by line. */
  readonly #lines: Float64Array[] = [];

  get size(): number {
    return this.#lines.length;
  }

  /**
   * Adds a line `[products with those before, own square]`.
   * @returns whether it does not follow from the others; where it does, nothing is added.
   */
  append(products: Float64Array): boolean {
    const last = this.size;
    const line = this.#forward(products);
    const square = (products[last] as number) - squareOf(line, last);
    if (!(square > leastPivot * (products[last] as number))) return false;
    line[last] = Math.sqrt(square);
    this.#lines.push(line);
    return true;
  }

  /** Takes a line out. */
  remove(at: number): void {
    this.#lines.splice(at, 1);
    for (let i = at; i < this.size; i++) {
      const line = this.#lines[i] as Float64Array;
      const [a, b] = [line[i] as number, line[i + 1] as number];
      const length = Math.hypot(a, b);
      // The rotation that makes this line end on the diagonal again goes through all lines below.
      for (const below of this.#lines.slice(i)) {
        const [x, y] = [below[i] as number, below[i + 1] as number];
        below[i] = (a * x + b * y) / length;
        below[i + 1] = (a * y - b * x) / length;
      }
      this.#lines[i] = line.slice(0, i + 1);
    }
  }

  /** `A⁻¹ b`. */
  solve(right: Float64Array): Float64Array {
    const solution = this.#forward(right);
    for (let i = this.size - 1; i >= 0; i--) {
      const line = this.#lines[i] as Float64Array;
      const value = (solution[i] as number) / (line[i] as number);
      solution[i] = value;
      for (let k = 0; k < i; k++) solution[k] = (solution[k] as number) - value * (line[k] as number);
    }
    return solution;
  }

  /** `L⁻¹ b`; what `b` has beyond the lines stays 0. */
  #forward(right: Float64Array): Float64Array {
    const solution = new Float64Array(right.length);
    this.#lines.forEach((line, i) => {
      const known = dot(line.subarray(0, i), solution);
      solution[i] = ((right[i] as number) - known) / (line[i] as number);
    });
    return solution;
  }
}

function squareOf(values: Float64Array, length: number): number {
  const part = values.subarray(0, length);
  return dot(part, part);
}
