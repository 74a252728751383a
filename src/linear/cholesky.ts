/**
 * Solves `A X = B` for a symmetric positive definite `A`, `[n, n]`, and several right sides, `[n, sides]`. Both are
 * overwritten, `B` by the solution.
 * @returns whether `A` is positive definite as far as double precision can tell.
 */
export function solveInPlace(a: Float64Array, b: Float64Array, n: number): boolean {
  if (!factorize(a, n)) return false;
  const sides = b.length / n;
  for (let side = 0; side < sides; side++) {
    for (let i = 0; i < n; i++) {
      let sum = b[i * sides + side] as number;
      for (let k = 0; k < i; k++) sum -= (a[i * n + k] as number) * (b[k * sides + side] as number);
      b[i * sides + side] = sum / (a[i * n + i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i * sides + side] as number;
      for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] as number) * (b[k * sides + side] as number);
      b[i * sides + side] = sum / (a[i * n + i] as number);
    }
  }
  return true;
}

/** The lower triangle of `A = L Lᵀ` in place of that of `A`. */
function factorize(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] as number) * (a[j * n + k] as number);
      if (i > j) a[i * n + j] = sum / (a[j * n + j] as number);
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}
