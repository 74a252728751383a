import { repeated } from "../leaves.ts";
import { mul, reshape, sum } from "../ops/index.ts";
import { sliding } from "../ops/windows.ts";
import { node, sizeOf, sourceOf, type Tensor } from "../tensor.ts";
import type { Context, Lowering } from "./context.ts";
import { cutVector, filledUp, filledVector } from "./memory.ts";
import { type BlockedConvolution, blockedConvOperation, blockedPool } from "./rows.ts";

/** What a blocked convolution still does after its products. */
interface Ending {
  readonly shift?: Tensor | undefined;
  readonly added?: Tensor;
  readonly relu?: boolean;
}

/** Whether a convolution's end can still take something: bias, then what is added, then the bend, each once. */
function isOpen({ sources, attributes }: Tensor, { shift, added }: Ending): boolean {
  const [, , bias, sum] = sources;
  if ((attributes as BlockedConvolution).relu) return false;
  if (sum) return !shift && !added;
  return !shift || !bias;
}

/** The same convolution with more at its end; nothing when it has such an end already. */
export function withEnding(t: Tensor, ending: Ending): Tensor | undefined {
  if (t.op !== blockedConvOperation || !isOpen(t, ending)) return undefined;
  const [x, w, bias, sum] = t.sources as [Tensor, Tensor, Tensor?, Tensor?];
  const added = ending.added ?? sum;
  // The engine takes what is added only beside a bias.
  const shift = ending.shift ?? bias ?? (added && repeated(0, w.shape[0] as number));
  const ends = [shift, added].filter((end) => end !== undefined);
  return node(blockedConvOperation, [x, w, ...ends], {
    ...(t.attributes as BlockedConvolution),
    relu: ending.relu ?? false,
  });
}

/** Every channel of x, which is blocked, convolved with a kernel of its own. */
const depthwise = (x: Tensor, kernels: Tensor, block: number): Tensor =>
  node(blockedConvOperation, [x, kernels], {
    ...sliding(kernels.shape.slice(2), {}),
    groups: x.shape[1] as number,
    reading: "depthwise",
    relu: false,
    block,
  });

/** x · scale + shift on blocks: a convolution of each channel with one number, in one pass. */
function affineOf(
  t: Tensor,
  scale: Tensor | undefined,
  shift: Tensor | undefined,
  { block }: Context,
): Tensor {
  const channels = t.shape[1] as number;
  const kernels = reshape(scale ? filledVector(scale, block) : repeated(1, channels), [channels, 1, 1, 1]);
  const convolution = depthwise(t, kernels, block);
  if (!shift) return convolution;
  return withEnding(convolution, { shift: filledVector(shift, block) }) as Tensor;
}

/** x · scale + shift for one number of each channel, where x is blocked already. */
export function blockedAffine(
  x: Tensor,
  { scale, shift }: { readonly scale?: Tensor; readonly shift?: Tensor },
  context: Context,
): Tensor | undefined {
  if (x.shape.length !== 4 || !context.isBlocked(x)) return undefined;
  const [factor, term] = [scale, shift].map((t) => t && context.plain(t));
  if (!factor && term && context.isOwn(x)) {
    const biased = withEnding(context.blocked(x), { shift: filledVector(term, context.block) });
    if (biased) return biased;
  }
  return affineOf(context.blocked(x), factor, term, context);
}

const affine =
  (parts: (t: Tensor) => { readonly scale?: Tensor; readonly shift?: Tensor }): Lowering =>
  (t, context) => {
    const blocked = blockedAffine(sourceOf(t), parts(t), context);
    return blocked && { blocked };
  };

export const lowerChannelScale = affine((t) => ({ scale: sourceOf(t, 1) }));
export const lowerChannelShift = affine((t) => ({ shift: sourceOf(t, 1) }));
export const lowerChannelAffine = affine((t) => ({ scale: sourceOf(t, 1), shift: sourceOf(t, 2) }));

/** The sum of each channel of a blocked tensor, by the mean of each image, which the engine has on blocks. */
function channelTotals(t: Tensor, channels: number, block: number): Tensor {
  const [batch = 0, filled = 0, ...space] = t.shape;
  const means = blockedPool(t, { ...sliding(space, {}), kind: "average", block });
  const totals = mul(sum(reshape(means, [batch, filled]), [0]), sizeOf(space));
  return cutVector(totals, channels);
}

export const lowerChannelSum: Lowering = (t, context) => {
  const x = sourceOf(t);
  if (x.shape.length !== 4 || !context.isBlocked(x)) return undefined;
  return { plain: channelTotals(context.blocked(x), x.shape[1] as number, context.block) };
};

/**
 * Each channel of each example as an image of its own, and that of b as its kernel, as large as the image: the convolution
 * is the sum of products, without a product being stored.
 */
export const lowerChannelDot: Lowering = (t, context) => {
  const [a, b] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (a.shape.length !== 4 || !(context.isBlocked(a) || context.isBlocked(b))) return undefined;
  const { block } = context;
  const [batch = 0, channels = 0, ...space] = a.shape;
  const filled = filledUp(channels, block);
  const images = batch * filled;
  const convolution = depthwise(
    reshape(context.blocked(a), [1, images, ...space]),
    reshape(context.blocked(b), [images, 1, ...space]),
    block,
  );
  const totals = sum(reshape(convolution, [batch, filled]), [0]);
  return { plain: cutVector(totals, channels) };
};

/** The sum over space, such as global average pooling takes. */
export const lowerSum: Lowering = (t, context) => {
  const x = sourceOf(t);
  const { axes } = t.attributes as { readonly axes: readonly number[] };
  if (
    x.shape.length !== 4 ||
    !context.isBlocked(x) ||
    axes.length !== 2 ||
    !axes.includes(2) ||
    !axes.includes(3)
  )
    return undefined;
  const [batch = 0, channels = 0, ...space] = x.shape;
  const filled = filledUp(channels, context.block);
  const runs = reshape(context.blocked(x), [batch, filled / context.block, sizeOf(space), context.block]);
  const totals = reshape(sum(runs, [2]), [batch, filled]);
  // The whole of it needs no cutting when no channel was filled up; else it is simpler in plain order.
  return filled === channels ? { plain: reshape(totals, t.shape) } : undefined;
};
