// The inner loops of linear models: over columns of equal length, without allocations. Several sums at once keep the
// processor's units busy, which one sum alone would make wait for each addition.

/** `Σ a[i] b[i]`. */
export function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = length - (length & 3);
  let i = 0;
  for (; i < whole; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + (s2 + s3);
}

/** `target[i] += factor · source[i]`. */
export function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < source.length; i++) target[i] = (target[i] as number) + factor * (source[i] as number);
}

/** `target[i] += factor · v[i] · source[i]`. */
export function addWeighted(
  target: Float64Array,
  factor: number,
  v: Float64Array,
  source: Float64Array,
): void {
  for (let i = 0; i < source.length; i++)
    target[i] = (target[i] as number) + factor * (v[i] as number) * (source[i] as number);
}

/** `Σ w[i] a[i]²`. */
export function weightedSquares(w: Float64Array, a: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  const whole = a.length - (a.length & 1);
  let i = 0;
  for (; i < whole; i += 2) {
    const first = a[i] as number;
    const second = a[i + 1] as number;
    s0 += (w[i] as number) * first * first;
    s1 += (w[i + 1] as number) * second * second;
  }
  if (i < a.length) s0 += (w[i] as number) * (a[i] as number) ** 2;
  return s0 + s1;
}

/** `t` moved towards 0 by `by`: the minimizer of `½(b − t)² + by |b|`. */
export const softThreshold = (t: number, by: number): number => (t > by ? t - by : t < -by ? t + by : 0);
