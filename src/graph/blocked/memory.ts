// The blocked layout of images: channels in blocks of 8 or 16 that lie innermost, [batch, channels / block, ...space, block],
// as the engine's fast convolutions want them. The last block is filled up with zeros.
import { pad, reshape, reverse, slice, transpose } from "../ops/index.ts";
import { type Shape, sizeOf, type Tensor, type Values } from "../tensor.ts";

/** How many channels there are with the last block filled up. */
export const filledUp = (channels: number, block: number): number => Math.ceil(channels / block) * block;

/** The shape of a blocked tensor, whose numbers lie in blocks. */
export const blockedShape = ([batch = 0, channels = 0, ...space]: Shape, block: number): Shape => [
  batch,
  filledUp(channels, block),
  ...space,
];

/** For each position of a plain tensor its position in the blocked one. */
export function blockedPositions(shape: Shape, block: number): Int32Array {
  const [, channels = 0, ...space] = shape;
  const places = sizeOf(space);
  const filled = filledUp(channels, block);
  return Int32Array.from({ length: sizeOf(shape) }, (_, position) => {
    const place = position % places;
    const channel = Math.floor(position / places) % channels;
    const example = Math.floor(position / places / channels);
    const blocks = example * (filled / block) + Math.floor(channel / block);
    return (blocks * places + place) * block + (channel % block);
  });
}

/** Numbers in blocked order, zeros in what is filled up. */
export function toBlockedValues(x: Values, shape: Shape, block: number): Values {
  const result = new Float64Array(sizeOf(blockedShape(shape, block)));
  blockedPositions(shape, block).forEach((to, from) => (result[to] = x[from] as number));
  return result;
}

/** Blocked numbers in plain order. */
export const toPlainValues = (x: Values, shape: Shape, block: number): Values =>
  Float64Array.from(blockedPositions(shape, block), (from) => x[from] as number);

/** One number for each channel with zeros for what is filled up. */
export const filledVector = (t: Tensor, block: number): Tensor => {
  const [channels = 0] = t.shape;
  return pad(t, [[0, filledUp(channels, block) - channels]]);
};

/** The numbers of the channels that are there. */
export const cutVector = (t: Tensor, channels: number): Tensor =>
  t.shape[0] === channels ? t : slice(t, 0, 0, channels);

/** How a convolution reads its input: in blocks, or plain where there are fewer channels than a block has. */
export type Reading = "blocked" | "plain" | "depthwise";

/** Kernels `[outputs, channels, height, width]` in the order that the fast convolutions read them, filled up with zeros. */
export function packKernels(w: Tensor, block: number, reading: Reading): Tensor {
  const [outputs = 0, channels = 0, height = 1, width = 1] = w.shape;
  const rows = filledUp(outputs, block);
  const columns = reading === "blocked" ? filledUp(channels, block) : channels;
  const filled = pad(w, [
    [0, rows - outputs],
    [0, columns - channels],
    [0, 0],
    [0, 0],
  ]);
  const packed =
    reading === "blocked"
      ? transpose(
          reshape(filled, [rows / block, block, columns / block, block, height, width]),
          [0, 2, 4, 5, 3, 1],
        )
      : transpose(reshape(filled, [rows / block, block, columns, height, width]), [0, 2, 3, 4, 1]);
  return reshape(packed, [rows, columns, height, width]);
}

/** Packed kernels in plain order: what `packKernels` did, undone. */
export function plainKernels(w: Values, shape: Shape, block: number, reading: Reading): Values {
  const [, columns = 0, height = 1, width = 1] = shape;
  const inner = reading === "blocked" ? block : 1;
  const taps = height * width;
  return Float64Array.from({ length: sizeOf(shape) }, (_, position) => {
    const tap = position % taps;
    const column = Math.floor(position / taps) % columns;
    const row = Math.floor(position / taps / columns);
    const blocks = Math.floor(row / block) * (columns / inner) + Math.floor(column / inner);
    return w[((blocks * taps + tap) * inner + (column % inner)) * block + (row % block)] as number;
  });
}

/** Kernels as the way back needs them: outputs and channels exchanged, turned round. */
export const turnedKernels = (w: Tensor): Tensor => reverse(transpose(w, [1, 0, 2, 3]), [2, 3]);
