import type { Arithmetic } from "./arithmetic.ts";

/** Told of each product of vectors `i` and `j`. */
type Keep = (i: number, j: number, product: number) => void;

/** The products of each vector from `first` on with all vectors up to it, most of them two with four at once. */
export function productsFrom(
  vectors: readonly Float64Array[],
  first: number,
  { arithmetic, room }: { readonly arithmetic: Arithmetic; readonly room: Float64Array },
  keep: Keep,
): void {
  const alone = (i: number, j: number): void =>
    keep(i, j, arithmetic.dot(vectors[i] as Float64Array, vectors[j] as Float64Array));
  let i = first;
  for (; i + 1 < vectors.length; i += 2) {
    const pair = vectors.slice(i, i + 2);
    let j = 0;
    for (; j + 4 <= i; j += 4) {
      arithmetic.tile(pair, vectors.slice(j, j + 4), room);
      for (let at = 0; at < 8; at++) keep(i + (at >> 2), j + (at & 3), room[at] as number);
    }
    for (const own of [i, i + 1]) for (let rest = j; rest <= own; rest++) alone(own, rest);
  }
  if (i < vectors.length) for (let j = 0; j <= i; j++) alone(i, j);
}
