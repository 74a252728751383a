import { stream } from "../base/index.ts";
import { byColumns, standardized } from "./design.ts";
import type { Examples } from "./examples.ts";
import { dot } from "./kernels.ts";

/** Two columns are one where their correlation is this near to 1 or −1. */
const nearness = 1e-9;

/**
 * Pairs of columns of which one follows from the other by a shift and a factor, each with the one before it: coefficients can be
 * moved between them at will. Found by their place along a random direction, so without comparing all pairs.
 */
export function twinColumns(examples: Examples): (readonly [first: number, second: number])[] {
  const { vectors, squares, rows } = standardized(byColumns(examples), { scale: true, rooted: true });
  const draws = stream(1, "twinColumns");
  const direction = Float64Array.from({ length: rows }, () => draws.normal());
  const places = vectors.map((vector) => Math.abs(dot(vector, direction)));
  const order = Array.from(places.keys())
    .filter((column) => squares[column] !== 0)
    .toSorted((a, b) => (places[a] as number) - (places[b] as number) || a - b);
  return order.slice(1).flatMap((column, i) => {
    const before = order[i] as number;
    const correlation = dot(vectors[before] as Float64Array, vectors[column] as Float64Array);
    return Math.abs(correlation) > 1 - nearness
      ? [[Math.min(before, column), Math.max(before, column)] as const]
      : [];
  });
}
