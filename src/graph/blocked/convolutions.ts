import type { Convolution } from "../ops/convolution.ts";
import { add, concat, pad, reshape, slice, sum, transpose } from "../ops/index.ts";
import { full } from "../ops/full.ts";
import { reach } from "../ops/windows.ts";
import { node, type Shape, sizeOf, sourceOf, type Tensor } from "../tensor.ts";
import type { Context, Lowered, Lowering } from "./context.ts";
import { filledUp, packKernels, type Reading, turnedKernels } from "./memory.ts";
import { type BlockedConvolution, blockedConvOperation } from "./rows.ts";

/** The most that filling up may add: beyond it the plain convolution has less to do. */
const mostFilling = 4 / 3;

const isWorthFilling = (channels: number, block: number): boolean =>
  filledUp(channels, block) <= mostFilling * channels;

/** How a convolution over some channels reads them, or nothing where blocks do not pay. */
function readingOf(channels: number, outputs: number, block: number): Reading | undefined {
  if (!isWorthFilling(outputs, block)) return undefined;
  if (channels < block) return "plain";
  return isWorthFilling(channels, block) ? "blocked" : undefined;
}

const simple = { relu: false, groups: 1 } as const;

type Geometry = Pick<BlockedConvolution, "kernel" | "stride" | "padding" | "dilation">;

const geometryOf = ({ kernel, stride, padding, dilation }: Geometry): Geometry => ({
  kernel,
  stride,
  padding,
  dilation,
});

interface Product {
  readonly kernels: Tensor;
  readonly reading: Reading;
  readonly geometry: Geometry;
}

/** x, in either order, convolved with plain kernels. */
function convolved(x: Tensor, { kernels, reading, geometry }: Product, context: Context): Tensor {
  const { block } = context;
  const source = reading === "plain" ? context.plain(x) : context.blocked(x);
  return node(blockedConvOperation, [source, packKernels(kernels, block, reading)], {
    ...geometry,
    ...simple,
    reading,
    block,
  });
}

const isPlanar = (t: Tensor): boolean => t.shape.length === 4;

export const lowerConv: Lowering = (t, context) => {
  const convolution = t.attributes as Convolution;
  const [x, w] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (!isPlanar(t) || convolution.groups !== 1) return undefined;
  const reading = readingOf(x.shape[1] as number, t.shape[1] as number, context.block);
  if (!reading) return undefined;
  const product = { kernels: context.plain(w), reading, geometry: geometryOf(convolution) };
  return { blocked: convolved(x, product, context) };
};

/** One of the positions between two steps of a stride: which taps of the kernel reach it, and from where. */
interface Phase {
  readonly firstTap: number;
  readonly taps: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Along one axis the input's positions fall into as many phases as the stride has steps; each is reached by every
 * stride-th tap only, so that its gradient is a convolution of its own without stride.
 */
function phasesOf(
  convolution: Convolution,
  axis: number,
  size: number,
  results: number,
): Phase[] | undefined {
  const stride = convolution.stride[axis] as number;
  const kernel = convolution.kernel[axis] as number;
  const padding = convolution.padding[axis]?.[0] as number;
  if (size % stride !== 0) return undefined;
  const phases = Array.from({ length: stride }, (_, phase) => {
    const firstTap = (phase + padding) % stride;
    const taps = Math.max(0, Math.ceil((kernel - firstTap) / stride));
    const before = taps - 1 - (phase + padding - firstTap) / stride;
    return { firstTap, taps, before, after: size / stride - results - before + taps - 1 };
  });
  const fits = phases.every(({ taps, before, after }) => taps === 0 || (before >= 0 && after >= 0));
  return fits ? phases : undefined;
}

/** Every `stride`-th tap of kernels along an axis. */
function tapsOf(w: Tensor, axis: number, { firstTap, taps }: Phase, stride: number): Tensor {
  const picked = Array.from({ length: taps }, (_, i) => {
    const tap = firstTap + i * stride;
    return slice(w, axis, tap, tap + 1);
  });
  return concat(picked, axis);
}

/** Blocked tensors of every `parts.length`-th row or column, put together along an axis. */
function interleaved(parts: readonly Tensor[], axis: 2 | 3, block: number): Tensor {
  const [batch = 0, channels = 0, height = 0, width = 0] = (parts[0] as Tensor).shape;
  const blocks = (batch * channels) / block;
  // In memory: blocks of channels, rows, columns, channels of a block.
  const single = axis === 2 ? [blocks * height, 1, width * block] : [blocks * height * width, 1, block];
  const whole = concat(
    parts.map((part) => reshape(part, single)),
    1,
  );
  const result = axis === 2 ? [height * parts.length, width] : [height, width * parts.length];
  return reshape(whole, [batch, channels, ...result]);
}

function lowerPhases(t: Tensor, convolution: Convolution, context: Context): Lowered | undefined {
  const [dy, w] = [sourceOf(t, 0), sourceOf(t, 1)];
  const { stride } = convolution;
  const [, channels = 0, height = 0, width = 0] = t.shape;
  const [, outputs = 0, ...results] = dy.shape;
  const reading = readingOf(outputs, channels, context.block);
  const rows = phasesOf(convolution, 0, height, results[0] as number);
  const columns = phasesOf(convolution, 1, width, results[1] as number);
  if (!reading || !rows || !columns) return undefined;
  const kernels = context.plain(w);
  const size = [height / (stride[0] as number), width / (stride[1] as number)];
  const at = (row: Phase, column: Phase): Tensor => {
    if (row.taps === 0 || column.taps === 0)
      return full(0, [t.shape[0] as number, filledUp(channels, context.block), ...size]);
    const taps = tapsOf(tapsOf(kernels, 2, row, stride[0] as number), 3, column, stride[1] as number);
    const geometry = {
      kernel: [row.taps, column.taps],
      stride: [1, 1],
      dilation: [1, 1],
      padding: [
        [row.before, row.after],
        [column.before, column.after],
      ] as const,
    };
    return convolved(dy, { kernels: turnedKernels(taps), reading, geometry }, context);
  };
  const wide = rows.map((row) =>
    interleaved(
      columns.map((column) => at(row, column)),
      3,
      context.block,
    ),
  );
  return { blocked: interleaved(wide, 2, context.block) };
}

/**
 * Whether a large kernel sweeps over much more places than it reads: the way back then multiplies zeros mostly, which the
 * plain form does not.
 */
const isMostlyPadding = (result: Tensor, source: Tensor): boolean =>
  sizeOf(result.shape.slice(2)) > 1.5 * sizeOf(source.shape.slice(2));

export const lowerConvToInput: Lowering = (t, context) => {
  const convolution = t.attributes as Convolution;
  const [dy, w] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (!isPlanar(t) || convolution.groups !== 1) return undefined;
  if (convolution.stride.some((stride) => stride > 1))
    return convolution.dilation.every((step) => step === 1)
      ? lowerPhases(t, convolution, context)
      : undefined;
  const reading = readingOf(dy.shape[1] as number, t.shape[1] as number, context.block);
  const padding = convolution.padding.map(([before], axis) => {
    const margin = reach(convolution, axis) - 1 - before;
    return [
      margin,
      (t.shape[axis + 2] as number) - (dy.shape[axis + 2] as number) - margin + reach(convolution, axis) - 1,
    ] as const;
  });
  if (!reading || padding.flat().some((width) => width < 0) || isMostlyPadding(t, dy)) return undefined;
  const geometry = { ...geometryOf(convolution), padding };
  const kernels = turnedKernels(context.plain(w));
  return { blocked: convolved(dy, { kernels, reading, geometry }, context) };
};

/** The largest divisor of a number up to a limit. */
function divisorOf(size: number, limit: number): number {
  for (let divisor = limit; divisor > 1; divisor--) if (size % divisor === 0) return divisor;
  return 1;
}

/**
 * How many examples one group of the correlation takes in: its outputs should fill the registers, and groups beyond that
 * are cheaper when they are fewer. Measured with blocks of 8 and 16.
 */
const examplesPerGroup = (batch: number, outputs: number, block: number): number =>
  outputs <= 256 / block ? 1 : divisorOf(batch, block / 2);

interface Correlated {
  /** x, channels before examples: `[channels, batch, ...space]`, as wide as the correlation needs it. */
  readonly byChannel: Tensor;
  /** The gradient of the result, in blocks. */
  readonly dy: Tensor;
}

/** Where examples have to part: the engine takes fewer channels than a block has, or whole blocks of them. */
function wholeBlocks({ byChannel, dy }: Correlated, block: number): Correlated[] {
  const [batch = 0] = dy.shape;
  const whole = batch - (batch % block);
  if (whole === 0 || whole === batch) return [{ byChannel, dy }];
  return [
    [0, whole],
    [whole, batch],
  ].map(([from = 0, to = 0]) => ({
    byChannel: slice(byChannel, 1, from, to),
    dy: slice(dy, 0, from, to),
  }));
}

/**
 * The gradient of the kernels `[channels, outputs / block, positions, block]`: the examples are groups of channels, and the
 * blocks of dy serve as kernels just as they lie in memory.
 */
function correlation({ byChannel, dy }: Correlated, { kernel, stride, dilation }: Geometry, block: number) {
  const [channels = 0] = byChannel.shape;
  const [batch = 0, filled = 0, height = 1, width = 1] = dy.shape;
  const together = examplesPerGroup(batch, filled, block);
  const groups = batch / together;
  const grouped = transpose(
    reshape(dy, [groups, together, filled / block, height * width * block]),
    together > 1 ? [0, 2, 1, 3] : [0, 1, 2, 3],
  );
  const products = node(
    blockedConvOperation,
    [byChannel, reshape(grouped, [groups * filled, together, height, width])],
    {
      kernel: [height, width],
      stride: dilation,
      dilation: stride,
      padding: kernel.map(() => [0, 0] as const),
      groups,
      relu: false,
      reading: "plain",
      block,
    },
  );
  const taps = sizeOf(kernel);
  const total = sum(reshape(products, [channels, groups, filled * taps]), [1]);
  return reshape(total, [channels, filled / block, taps, block]);
}

/** x padded or cut so that the correlation with dy has exactly as many positions as the kernel. */
function widened(byChannel: Tensor, results: Shape, convolution: Geometry): Tensor {
  const { kernel, stride, dilation, padding } = convolution;
  const widths = results.map((size, axis) => {
    const read = ((kernel[axis] as number) - 1) * (dilation[axis] as number);
    const [before] = padding[axis] as readonly [number, number];
    const there = byChannel.shape[axis + 2] as number;
    return [before, read + (size - 1) * (stride[axis] as number) + 1 - there - before] as const;
  });
  const margins = widths.map(([before, after]) => [before, Math.max(0, after)] as const);
  return widths.reduce(
    (image, [, after], axis) =>
      after < 0 ? slice(image, axis + 2, 0, (image.shape[axis + 2] as number) + after) : image,
    pad(byChannel, [[0, 0], [0, 0], ...margins]),
  );
}

/** The gradient of the kernels: every channel of x, over all examples, is correlated with the gradient of the result. */
export const lowerConvToKernel: Lowering = (t, context) => {
  const convolution = t.attributes as Convolution;
  const { block } = context;
  const [x, dy] = [sourceOf(t, 0), sourceOf(t, 1)];
  if (!isPlanar(t) || convolution.groups !== 1 || !isWorthFilling(dy.shape[1] as number, block))
    return undefined;
  const byChannel = widened(transpose(context.plain(x), [1, 0, 2, 3]), dy.shape.slice(2), convolution);
  const total = wholeBlocks({ byChannel, dy: context.blocked(dy) }, block)
    .map((part) => correlation(part, convolution, block))
    .reduce((a, b) => add(a, b));
  const [outputs = 0, channels = 0, ...kernel] = t.shape;
  const filled = filledUp(outputs, block);
  const kernels = reshape(transpose(total, [1, 3, 0, 2]), [filled, channels, ...kernel]);
  return { plain: filled === outputs ? kernels : slice(kernels, 0, 0, outputs) };
};
