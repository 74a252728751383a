import {
  div,
  maxPool,
  min,
  mul,
  neg,
  type Shape,
  sizeOf,
  sum,
  type Tensor,
  transpose,
} from "../../graph/index.ts";
import { count, defineRegularizer, live, type Tools } from "../../seams/index.ts";

/** Extents of the blocks: those asked for, or all of an axis that is shorter. */
const blocksIn = (space: Shape, size: number): readonly number[] =>
  space.map((extent) => Math.min(size, extent));

/** γ as a share of the rate: how many blocks begin at a place, so that at first order they cover that share of the space. */
function startsPerRate(space: Shape, blocks: readonly number[]): number {
  const places = space.map((extent, axis) => extent - (blocks[axis] as number) + 1);
  return sizeOf(space) / (sizeOf(blocks) * sizeOf(places));
}

/**
 * −1 where a unit is kept and 0 where a block lies over it, `[batch, channels, ...space]`. Blocks lie inside of the space;
 * they are grown from where they begin, along one axis after another.
 */
function negativeMask(
  [batch = 1, channels = 1, ...space]: Shape,
  { rate, size }: { readonly rate: Tensor; readonly size: number },
  { keepMask }: Pick<Tools, "keepMask">,
): Tensor {
  const blocks = blocksIn(space, size);
  const places = space.map((extent, axis) => extent - (blocks[axis] as number) + 1);
  const starts = keepMask([batch, channels, ...places], mul(rate, startsPerRate(space, blocks)));
  return blocks.reduce((mask, block, axis) => {
    if (block === 1) return mask;
    const along = <T>(there: T, elsewhere: T): T[] => space.map((_, i) => (i === axis ? there : elsewhere));
    return maxPool(mask, {
      size: along(block, 1),
      stride: along(1, 1),
      padding: along([block - 1, block - 1] as const, [0, 0] as const),
    });
  }, neg(starts));
}

/** The mask scaled so that its mean is 1, whatever was drawn; all 0 where nothing is kept. */
const scaled = (mask: Tensor): Tensor => mul(mask, div(sizeOf(mask.shape), min(sum(mask), -1)));

export const dropBlock = defineRegularizer({
  id: "dropBlock",
  title: "DropBlock",
  summary:
    "Sets random square blocks of each channel of images to zero at every step, stretches in sequences, and scales up what is left to keep the mean.",
  formula: String.raw`h \odot M \, |M| / \textstyle\sum M, \quad M = 0 \;\text{on}\; s \times s \;\text{blocks that begin with probability}\; \gamma = \frac{p}{s^2} \cdot \frac{H W}{(H - s + 1)(W - s + 1)}`,
  params: {
    rate: live({
      symbol: "p",
      description: "Share of each channel that is dropped; less where blocks overlap.",
      min: 0,
      max: 0.95,
      default: 0.1,
      off: 0,
      search: { from: 0.02, to: 0.4, scale: "linear" },
    }),
    size: count({
      symbol: "s",
      description:
        "Height and width of a block, in units; all of an axis that is shorter, so that whole channels are dropped in the end.",
      min: 1,
      default: 5,
    }),
  },
  strength: "rate",
  treats: ["large-gap", "late-rise", "over-confidence"],
  needs: ["channels"],
  interactions: [
    "It is dropout for convolutional layers: take it instead of dropout or spatial dropout there, not beside them.",
    "It hurts at the start of training: let its rate rise over a ramp, as its paper does.",
  ],
  references: [
    {
      authors: "Ghiasi, Lin and Le",
      year: 2018,
      title: "DropBlock: A regularization method for convolutional networks",
      url: "https://arxiv.org/abs/1810.12890",
    },
  ],
  source: [],
  samplesPrediction: true,
  at: {
    layers: (h, settings, { site: { channelAxis }, ...tools }) => {
      // Plain units have no neighbours.
      if (channelAxis === undefined || h.shape.length < 3) return h;
      if (channelAxis === 1) return mul(h, scaled(negativeMask(h.shape, settings, tools)));
      const [batch = 1, length = 1, channels = 1] = h.shape;
      const mask = negativeMask([batch, channels, length], settings, tools);
      return mul(h, transpose(scaled(mask), [0, 2, 1]));
    },
  },
});
