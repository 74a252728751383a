// What the rules of operations for several members have in common.
import { node, type Seen, type Tensor } from "../tensor.ts";
import { aligned, expand, reshape } from "./spread.ts";

/** A source with a leading axis for all members, shared or not. */
export const apart = ({ one, all }: Seen, count: number): Tensor =>
  all ?? expand(reshape(one, [1, ...one.shape]), [count, ...one.shape]);

/** The same operation, axes aligned at the end. */
export function alike(sources: readonly Seen[], y: Tensor): Tensor {
  const rank = Math.max(...sources.map(({ one }) => one.shape.length));
  return node(
    y.op,
    sources.map((source) => aligned(source, rank)),
    y.attributes,
  );
}

/** An operation along one axis of sources that all have it. */
export const besides = <A extends { readonly axis: number }>(
  sources: readonly Seen[],
  { op, attributes }: Tensor<A>,
  count: number,
): Tensor<A> =>
  node(
    op,
    sources.map((source) => apart(source, count)),
    { ...attributes, axis: attributes.axis + 1 },
  );
