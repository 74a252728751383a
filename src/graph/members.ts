// A graph for several members at once: models that differ in their parameters and strengths and share the rest, each along
// a leading axis of its own.
import { isLeaf } from "./leaves.ts";
import { valueSources } from "./ops/alias.ts";
import { add, mul } from "./ops/arithmetic.ts";
import { expand, reshape } from "./ops/spread.ts";
import { matmul } from "./ops/matmul.ts";
import { full } from "./ops/full.ts";
import { node, type Shape, sizeOf, type Tensor } from "./tensor.ts";
import { topological } from "./walk.ts";

/** A value of one member, and where members differ in it, the value of all, `[members, ...shape]`. */
interface Seen {
  readonly one: Tensor;
  readonly all: Tensor | undefined;
}

interface Case {
  readonly y: Tensor;
  readonly sources: readonly Seen[];
  readonly count: number;
}

/** The value for all members from those of the sources; at least one of these differs between members. */
type Rule = (given: Case) => Tensor;

/** A source with its inner axes filled up with ones to a rank; one that members share needs none. */
function aligned({ one, all }: Seen, rank: number): Tensor {
  if (!all) return one;
  const [members = 1, ...inner] = all.shape;
  return reshape(all, [members, ...Array.from({ length: rank - inner.length }, () => 1), ...inner]);
}

/** A source with a leading axis for all members, shared or not. */
const apart = ({ one, all }: Seen, count: number): Tensor =>
  all ?? expand(reshape(one, [1, ...one.shape]), [count, ...one.shape]);

/** The same operation, axes aligned at the end. */
const alike: Rule = ({ y, sources }) => {
  const rank = Math.max(...sources.map(({ one }) => one.shape.length));
  return node(
    y.op,
    sources.map((source) => aligned(source, rank)),
    y.attributes,
  );
};

interface Axes {
  readonly axes: readonly number[];
  readonly keepAxes: boolean;
}

/** Sums of rows are products with ones, which the engine makes many times as fast as its reductions. */
function rowsSummed(x: Tensor, { axes, keepAxes }: Axes, shape: Shape): Tensor | undefined {
  const inner = x.shape.slice(1);
  const isOverLeading = axes.length < inner.length && axes.every((axis, i) => axis === i);
  if (!isOverLeading || x.dataType !== "float32") return undefined;
  const rows = sizeOf(inner.slice(0, axes.length));
  const rest = inner.slice(axes.length);
  const product = matmul(full(1, [1, rows]), reshape(x, [x.shape[0] as number, rows, sizeOf(rest)]));
  return reshape(product, [x.shape[0] as number, ...(keepAxes ? shape : rest)]);
}

const reduced: Rule = ({ y, sources: [source] }) => {
  const x = source?.all as Tensor;
  const attributes = y.attributes as Axes;
  const summed = y.op.name === "sum" ? rowsSummed(x, attributes, y.shape) : undefined;
  return summed ?? node(y.op, [x], { ...attributes, axes: attributes.axes.map((axis) => axis + 1) });
};

/** Operations along one axis of sources that all have it. */
const along: Rule = ({ y, sources, count }) =>
  node(
    y.op,
    sources.map((source) => apart(source, count)),
    { ...y.attributes, axis: (y.attributes as { readonly axis: number }).axis + 1 },
  );

/** By the names of operations; those that work number by number need no entry. */
const rules: Readonly<Record<string, Rule>> = {
  alias: ({ sources: [value] }) => value?.all as Tensor,
  matmul: alike,
  softmax: alike,
  logSoftmax: alike,
  affine: ({ y, sources: [a, b, c] }) => {
    const { alpha, transposeA, transposeB } = y.attributes as unknown as {
      alpha: number;
      transposeA: boolean;
      transposeB: boolean;
    };
    const product = matmul(aligned(a as Seen, 2), aligned(b as Seen, 2), transposeA, transposeB);
    return add(mul(product, alpha), aligned(c as Seen, 2));
  },
  reshape: ({ y, sources: [x], count }) => reshape(x?.all as Tensor, [count, ...y.shape]),
  expand: ({ y, sources: [x], count }) => expand(aligned(x as Seen, y.shape.length), [count, ...y.shape]),
  sum: reduced,
  maxAlong: reduced,
  minAlong: reduced,
  transpose: ({ y, sources: [x] }) =>
    node(y.op, [x?.all as Tensor], {
      order: [
        0,
        ...(y.attributes as unknown as { readonly order: readonly number[] }).order.map((axis) => axis + 1),
      ],
    }),
  slice: along,
  concat: along,
  takeAlong: along,
  putAlong: along,
};

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
  const rule = rules[y.op.name] ?? (y.op.isElementwise ? alike : undefined);
  if (!rule) throw new Inseparable(y.op.name);
  return rule({ y, sources, count });
}

/**
 * Values for several members at once.
 * @param own the inputs in which members differ, each with its input for all of them, `[count, ...shape]`.
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
