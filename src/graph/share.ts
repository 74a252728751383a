import { isConstant, isInput } from "./leaves.ts";
import { aliasOperation, valueSources } from "./ops/alias.ts";
import type { Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

/** A text that two tensors share exactly when they hold the same value; sources are known by their numbers. */
function signature(t: Tensor, numbers: ReadonlyMap<Tensor, number>): string | undefined {
  if (isInput(t)) return `input ${t.attributes.name}`;
  if (isConstant(t)) {
    const { values } = t.attributes;
    if (values.length > 64) return undefined;
    return `constant ${t.dataType} [${t.shape}] ${Array.from(values, (v) => (Object.is(v, -0) ? "-0" : v))}`;
  }
  return `${t.op.name} ${JSON.stringify(t.attributes)} ${t.sources.map((source) => numbers.get(source))}`;
}

/**
 * The same graph with equal values computed once and aliases resolved.
 * @returns the roots, in order.
 */
export function share(roots: readonly Tensor[]): Tensor[] {
  const known = new Map<string, Tensor>();
  const numbers = new Map<Tensor, number>();
  const result = new Map<Tensor, Tensor>();
  for (const t of topological(roots, valueSources)) {
    const sources = valueSources(t).map((source) => result.get(source) as Tensor);
    if (t.op === aliasOperation) {
      result.set(t, sources[0] as Tensor);
      continue;
    }
    const rebuilt = sources.every((source, i) => source === t.sources[i]) ? t : { ...t, sources };
    const key = signature(rebuilt, numbers);
    const shared = (key === undefined ? undefined : known.get(key)) ?? rebuilt;
    if (key !== undefined) known.set(key, shared);
    if (!numbers.has(shared)) numbers.set(shared, numbers.size);
    result.set(t, shared);
  }
  return roots.map((root) => result.get(root) as Tensor);
}
