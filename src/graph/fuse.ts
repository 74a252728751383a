import { fuseScaled } from "./fuse-factors.ts";
import {
  fuseReshaped,
  fuseScaledFactor,
  fuseScaledProduct,
  fuseSum,
  fuseUpdate,
  transposedOnce,
} from "./fuse-products.ts";
import { fuseFactors } from "./fuse-scalars.ts";
import { isMatrixProduct } from "./ops/matmul.ts";
import type { IsOwn, Rule } from "./rules.ts";
import type { Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

const rules: readonly Rule[] = [
  fuseUpdate,
  fuseReshaped,
  fuseSum,
  fuseFactors,
  fuseScaledProduct,
  fuseScaled,
  fuseScaledFactor,
  (t) => (isMatrixProduct(t) ? transposedOnce(t) : undefined),
];

/**
 * The same values in fewer or cheaper operations: sums and scaled differences are folded into the matrix products they
 * end in, sums of rows are products, large transposes are made once. Results differ in rounding only.
 * @returns the roots, in order.
 */
export function fuse(roots: readonly Tensor[]): Tensor[] {
  const order = topological(roots);
  const uses = new Map<Tensor, number>(roots.map((root) => [root, 1]));
  for (const source of order.flatMap(({ sources }) => sources)) uses.set(source, (uses.get(source) ?? 0) + 1);
  const isOwn: IsOwn = (t) => uses.get(t) === 1;
  const result = new Map<Tensor, Tensor>();
  for (const t of order) {
    // Patterns are read off the original graph; what they are made of is replaced on the way down.
    for (const rule of rules) {
      const rewritten = rule(t, isOwn);
      if (rewritten) result.set(t, rewritten);
      if (rewritten) break;
    }
  }
  return resolve(roots, result);
}

/** Rewritten values with every reference to an old value replaced by its new one. */
function resolve(roots: readonly Tensor[], rewritten: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const target = (t: Tensor): Tensor => rewritten.get(t) ?? t;
  const done = new Map<Tensor, Tensor>();
  for (const t of topological(roots.map(target), ({ sources }) => sources.map(target))) {
    const sources = t.sources.map((source) => done.get(target(source)) as Tensor);
    done.set(t, sources.every((source, i) => source === t.sources[i]) ? t : { ...t, sources });
  }
  return roots.map((root) => done.get(target(root)) as Tensor);
}
