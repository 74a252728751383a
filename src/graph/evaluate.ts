import { isInput } from "./leaves.ts";
import type { Tensor, Values } from "./tensor.ts";
import { topological } from "./walk.ts";

/** Numbers for the inputs, by name, in row-major order. */
export type Feeds = Readonly<Record<string, ArrayLike<number>>>;

/** The values of some tensors, computed slowly and obviously in double precision: the oracle of the fast path. */
export function evaluate(roots: readonly Tensor[], feeds: Feeds = {}): Values[] {
  const done = new Map<Tensor, Values>();
  for (const t of topological(roots)) {
    const fed = isInput(t) ? feeds[t.attributes.name] : undefined;
    const sources = t.sources.map((source) => done.get(source) as Values);
    done.set(t, fed ? Float64Array.from(fed) : t.op.evaluate(sources, t));
  }
  return roots.map((root) => done.get(root) as Values);
}
