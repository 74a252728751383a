import { dot } from "./kernels.ts";

/** The products of two columns with four: each number is loaded once for several products. */
function tile(a: readonly Float64Array[], b: readonly Float64Array[], into: Float64Array): void {
  const [a0, a1] = a as [Float64Array, Float64Array];
  const [b0, b1, b2, b3] = b as [Float64Array, Float64Array, Float64Array, Float64Array];
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a0.length; i++) {
    const s = a0[i] as number;
    const t = a1[i] as number;
    const p = b0[i] as number;
    const q = b1[i] as number;
    const u = b2[i] as number;
    const v = b3[i] as number;
    s0 += s * p;
    s1 += s * q;
    s2 += s * u;
    s3 += s * v;
    t0 += t * p;
    t1 += t * q;
    t2 += t * u;
    t3 += t * v;
  }
  into.set([s0, s1, s2, s3, t0, t1, t2, t3]);
}

/** Told of each product of columns `i` and `j`. */
type Keep = (i: number, j: number, product: number) => void;

/** The products of each vector from `first` on with all vectors up to it. */
export function productsFrom(vectors: readonly Float64Array[], first: number, keep: Keep): void {
  const found = new Float64Array(8);
  let i = first;
  for (; i + 1 < vectors.length; i += 2) {
    const pair = vectors.slice(i, i + 2);
    let j = 0;
    for (; j + 4 <= i; j += 4) {
      tile(pair, vectors.slice(j, j + 4), found);
      for (let at = 0; at < 8; at++) keep(i + (at >> 2), j + (at & 3), found[at] as number);
    }
    for (const own of [i, i + 1])
      for (let rest = j; rest <= own; rest++) keep(own, rest, productOf(vectors, own, rest));
  }
  for (; i < vectors.length; i++) for (let j = 0; j <= i; j++) keep(i, j, productOf(vectors, i, j));
}

const productOf = (vectors: readonly Float64Array[], i: number, j: number): number =>
  dot(vectors[i] as Float64Array, vectors[j] as Float64Array);
