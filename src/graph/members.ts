// A graph for several members at once: models that differ in their parameters and strengths and share the rest, each along
// a leading axis of its own.
import { isLeaf } from "./leaves.ts";
import { valueSources } from "./ops/alias.ts";
import { alike, apart } from "./ops/members.ts";
import type { Seen, Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

/** An operation on what members differ in cannot be done for several at once. */
export class Inseparable extends Error {
  /** Of the operation. */
  readonly operation: string;

  constructor(operation: string) {
    super(`${operation} cannot be done for several members at once`);
    this.operation = operation;
  }
}

function seen(y: Tensor, sources: readonly Seen[], count: number): Tensor | undefined {
  if (sources.every(({ all }) => all === undefined)) return undefined;
  const value = y.op.members?.(sources, y, count) ?? (y.op.isElementwise ? alike(sources, y) : undefined);
  if (!value) throw new Inseparable(y.op.name);
  return value;
}

/**
 * Values for several members at once.
 * @param own the inputs in which members differ, by name, each with its value for all of them, `[count, ...shape]`.
 * @returns for each root `[count, ...shape]`; the same numbers for all members where they share it.
 * @throws Inseparable where an operation knows no members.
 */
export function forMembers(
  roots: readonly Tensor[],
  own: ReadonlyMap<string, Tensor>,
  count: number,
): Tensor[] {
  const known = new Map<Tensor, Seen>();
  for (const one of topological(roots, valueSources)) {
    const sources = valueSources(one).map((source) => known.get(source) as Seen);
    const all = isLeaf(one)
      ? own.get((one.attributes as { readonly name?: string }).name ?? "")
      : seen(one, sources, count);
    known.set(one, { one, all });
  }
  return roots.map((root) => apart(known.get(root) as Seen, count));
}
