import { reshape } from "../ops/index.ts";
import { node, sameShape, sizeOf, sourceOf, type Tensor } from "../tensor.ts";
import { topological } from "../walk.ts";
import {
  blockedAffine,
  lowerChannelAffine,
  lowerChannelDot,
  lowerChannelScale,
  lowerChannelShift,
  lowerChannelSum,
  lowerSum,
  withEnding,
} from "./channels.ts";
import type { Context, Lowered, Lowering } from "./context.ts";
import { lowerConv, lowerConvToInput, lowerConvToKernel } from "./convolutions.ts";
import { filledUp } from "./memory.ts";
import { lowerAveragePool, lowerMaxPool, lowerUnpool, lowerUpsample } from "./pooling.ts";
import { toBlocked, toPlain } from "./rows.ts";

/** By the name of the operation. */
const lowerings: Readonly<Record<string, Lowering>> = {
  conv: lowerConv,
  convToInput: lowerConvToInput,
  convToKernel: lowerConvToKernel,
  channelScale: lowerChannelScale,
  channelShift: lowerChannelShift,
  channelAffine: lowerChannelAffine,
  channelSum: lowerChannelSum,
  channelDot: lowerChannelDot,
  sum: lowerSum,
  maxPool: lowerMaxPool,
  averagePool: lowerAveragePool,
  unpool: lowerUnpool,
  upsample: lowerUpsample,
  gather: lowerRows,
  scatterAdd: lowerRows,
  relu: (t, context) => fusedRelu(t, context) ?? lowerElementwise(t, context),
  add: (t, context) => shifted(t, context) ?? fusedSum(t, context) ?? lowerElementwise(t, context),
  mul: (t, context) => scaled(t, context) ?? lowerElementwise(t, context),
};

/** A bend that the convolution before it takes in. */
function fusedRelu(t: Tensor, context: Context): Lowered | undefined {
  const x = sourceOf(t);
  if (!context.isBlocked(x) || !context.isOwn(x)) return undefined;
  const blocked = withEnding(context.blocked(x), { relu: true });
  return blocked && { blocked };
}

/** A sum that the convolution on one side takes in. */
function fusedSum(t: Tensor, context: Context): Lowered | undefined {
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (!sameShape(a.shape, b.shape) || !context.isBlocked(a) || !context.isBlocked(b)) return undefined;
  for (const [x, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const blocked = context.isOwn(x)
      ? withEnding(context.blocked(x), { added: context.blocked(other) })
      : undefined;
    if (blocked) return { blocked };
  }
  return undefined;
}

/** Of two operands, one that holds one number for each channel, and the image it is for. */
function channelOperand(t: Tensor): { readonly image: Tensor; readonly perChannel: Tensor } | undefined {
  const channels = t.shape[1] as number;
  const isVector = ({ shape }: Tensor): boolean =>
    shape.at(-3) === channels && sizeOf(shape) === channels && shape.length >= 3;
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (sameShape(a.shape, t.shape) && isVector(b)) return { image: a, perChannel: reshape(b, [channels]) };
  if (sameShape(b.shape, t.shape) && isVector(a)) return { image: b, perChannel: reshape(a, [channels]) };
  return undefined;
}

function shifted(t: Tensor, context: Context): Lowered | undefined {
  const operands = channelOperand(t);
  const blocked = operands && blockedAffine(operands.image, { shift: operands.perChannel }, context);
  return blocked && { blocked };
}

function scaled(t: Tensor, context: Context): Lowered | undefined {
  const operands = channelOperand(t);
  const blocked = operands && blockedAffine(operands.image, { scale: operands.perChannel }, context);
  return blocked && { blocked };
}

/** Whether an operand can stay as it is beside blocked ones: one number, or one for each example. */
const isUniform = (operand: Tensor, t: Tensor): boolean =>
  sizeOf(operand.shape) === 1 ||
  (operand.shape.length === 4 && operand.shape[0] === t.shape[0] && sizeOf(operand.shape) === t.shape[0]);

/** Whether zeros that fill up the last block stay zeros. */
function keepsZeros(t: Tensor): boolean {
  const values = t.sources.map(({ shape }) => Float64Array.of(sameShape(shape, t.shape) ? 0 : 1));
  const single = t.sources.map((source) => ({ ...source, shape: [1] }));
  return t.op.evaluate(values, { ...t, shape: [1], sources: single })[0] === 0;
}

/** Operations that work number by number do not care in which order the numbers lie. */
function lowerElementwise(t: Tensor, context: Context): Lowered | undefined {
  if (t.shape.length !== 4) return undefined;
  const images = t.sources.filter((source) => sameShape(source.shape, t.shape));
  const others = t.sources.filter((source) => !images.includes(source));
  if (!images.some((image) => context.isBlocked(image)) || !others.every((other) => isUniform(other, t)))
    return undefined;
  // Only floats can be reordered.
  if (images.some((image) => image.dataType !== "float32" && !context.isBlocked(image))) return undefined;
  const channels = t.shape[1] as number;
  if (filledUp(channels, context.block) !== channels && !keepsZeros(t)) return undefined;
  const sources = t.sources.map((source) =>
    images.includes(source) ? context.blocked(source) : context.plain(source),
  );
  return { blocked: node(t.op, sources, t.attributes) };
}

/** Whole images that move to other rows of the batch, whatever lies where in them. */
function lowerRows(t: Tensor, context: Context): Lowered | undefined {
  const [images, rows] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (images.shape.length !== 4 || rows.shape.length !== 1 || !context.isBlocked(images)) return undefined;
  return { blocked: node(t.op, [context.blocked(images), context.plain(rows)], t.attributes) };
}

function remembered(known: Map<Tensor, Tensor>, t: Tensor, make: () => Tensor): Tensor {
  const found = known.get(t) ?? make();
  known.set(t, found);
  return found;
}

/**
 * The same values with convolutions, and everything between them that can, on tensors in blocks of channels. Where values
 * have to be reordered they are; what gains nothing stays as it is. The rules read shapes only.
 * @param block how many channels a block has; 0 leaves everything plain.
 * @returns the roots, in order and plain.
 */
export function blockLayout(roots: readonly Tensor[], block: number): Tensor[] {
  if (block === 0) return [...roots];
  const order = topological(roots);
  const uses = new Map<Tensor, number>();
  for (const t of [...roots, ...order.flatMap(({ sources }) => sources)]) uses.set(t, (uses.get(t) ?? 0) + 1);
  const [plain, blocked] = [new Map<Tensor, Tensor>(), new Map<Tensor, Tensor>()];
  const rebuilt = (t: Tensor): Tensor => {
    const sources = t.sources.map(context.plain);
    return sources.every((source, i) => source === t.sources[i]) ? t : { ...t, sources };
  };
  const context: Context = {
    block,
    isBlocked: (t) => blocked.has(t),
    isOwn: (t) => uses.get(t) === 1,
    blocked: (t) => remembered(blocked, t, () => toBlocked(context.plain(t), block)),
    plain: (t) =>
      remembered(plain, t, () => {
        const own = t.dataType === "float32" ? blocked.get(t) : undefined;
        return own ? toPlain(own, t.shape[1] as number, block) : rebuilt(t);
      }),
  };
  for (const t of order) {
    const lower = lowerings[t.op.name] ?? (t.op.isElementwise ? lowerElementwise : undefined);
    const lowered = lower?.(t, context);
    if (lowered && "blocked" in lowered) blocked.set(t, lowered.blocked);
    else plain.set(t, lowered ? lowered.plain : rebuilt(t));
  }
  return roots.map(context.plain);
}
