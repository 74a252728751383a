import { constant } from "./leaves.ts";
import { add, full } from "./ops/index.ts";
import { joined } from "./ops/rearrange.ts";
import { fitTo } from "./ops/spread.ts";
import type { Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

/** The tensors on some path from a target to the roots: only they need a gradient. */
function dependents(order: readonly Tensor[], targets: ReadonlySet<Tensor>): Set<Tensor> {
  const needed = new Set<Tensor>();
  for (const t of order) if (targets.has(t) || t.sources.some((source) => needed.has(source))) needed.add(t);
  return needed;
}

/** What a tensor gets from several sides; slices that fill it side by side are put together without sums. */
const total = (contributions: readonly Tensor[]): Tensor =>
  joined(contributions) ?? contributions.reduce((sum, part) => add(sum, part));

/**
 * The gradient of a scalar with respect to each target, of the target's shape, by reverse mode. The results are
 * ordinary graph values, so gradients of gradients work the same way.
 * @param targets any tensors of the graph: inputs, or values on the way.
 * @param seed a scalar that multiplies all of them, at no cost: the sweep starts from it.
 */
export function gradients(loss: Tensor, targets: readonly Tensor[], seed: Tensor = constant(1)): Tensor[] {
  if (loss.shape.length > 0)
    throw new Error(`the gradient of a [${loss.shape}] tensor needs a scalar: sum it first`);
  const order = topological([loss]);
  const needed = dependents(order, new Set(targets));
  const found = new Map<Tensor, readonly Tensor[]>([[loss, [seed]]]);
  for (const y of order.toReversed()) {
    const contributions = found.get(y);
    if (!contributions || !needed.has(y) || y.sources.length === 0) continue;
    const dy = total(contributions);
    const parts = y.op.gradient?.(dy, y) ?? [];
    parts.forEach((part, i) => {
      const x = y.sources[i] as Tensor;
      if (!part || !needed.has(x)) return;
      found.set(x, [...(found.get(x) ?? []), fitTo(part, x.shape)]);
    });
  }
  return targets.map((target) => {
    const contributions = found.get(target);
    return contributions ? total(contributions) : full(0, target.shape);
  });
}
