// Where a kernel that slides over one or two axes reads: the geometry that convolutions and pooling share.
import { type Shape, sizeOf } from "../tensor.ts";

/** How a kernel slides; one entry for each spatial axis. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: readonly number[];
}

/** What of it a caller may leave out: steps of one, no padding. */
export type SlidingOptions = Partial<Omit<Sliding, "kernel">>;

export const sliding = (
  kernel: readonly number[],
  { stride, padding, dilation }: SlidingOptions,
): Sliding => ({
  kernel,
  stride: stride ?? kernel.map(() => 1),
  padding: padding ?? kernel.map(() => [0, 0] as const),
  dilation: dilation ?? kernel.map(() => 1),
});

/** How far a kernel reaches along an axis. */
export const reach = ({ kernel, dilation }: Sliding, axis: number): number =>
  ((kernel[axis] as number) - 1) * (dilation[axis] as number) + 1;

/** The spatial shape of what a sliding kernel gives. */
export function slidShape(spatial: Shape, windows: Sliding): Shape {
  const { kernel, padding, stride } = windows;
  if (spatial.length !== kernel.length)
    throw new Error(`a kernel [${kernel}] does not slide over [${spatial}]: other axes`);
  return spatial.map((size, axis) => {
    const [before, after] = padding[axis] as readonly [number, number];
    const room = size + before + after - reach(windows, axis);
    if (room < 0)
      throw new Error(
        `a kernel that reaches over ${reach(windows, axis)} does not fit into ${size + before + after}`,
      );
    return Math.floor(room / (stride[axis] as number)) + 1;
  });
}

const split = (position: number, shape: Shape): number[] =>
  shape.map((size, axis) => Math.floor(position / sizeOf(shape.slice(axis + 1))) % size);

/**
 * For every position of the result and every position of the kernel, the position read; −1 in the padding.
 * `[results · kernel positions]`.
 */
export function readPositions(spatial: Shape, windows: Sliding): Int32Array {
  const { kernel, stride, padding, dilation } = windows;
  const [results, taps] = [slidShape(spatial, windows), sizeOf(kernel)];
  return Int32Array.from({ length: sizeOf(results) * taps }, (_, i) => {
    const at = split(Math.floor(i / taps), results);
    const tap = split(i % taps, kernel);
    let position = 0;
    for (const [axis, size] of spatial.entries()) {
      const from = (at[axis] as number) * (stride[axis] as number) - (padding[axis]?.[0] as number);
      const read = from + (tap[axis] as number) * (dilation[axis] as number);
      if (read < 0 || read >= size) return -1;
      position = position * size + read;
    }
    return position;
  });
}

/** How ONNX spells the geometry. */
export const spelledWindows = ({ kernel, stride, padding, dilation }: Sliding) => ({
  kernel_shape: kernel,
  strides: stride,
  dilations: dilation,
  pads: [...padding.map(([before]) => before), ...padding.map(([, after]) => after)],
});
