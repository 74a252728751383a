// How windows slide over sequences and images: settings, geometry, and the sentences for what does not fit.
import type { Shape, Tensor } from "../graph/index.ts";
import { perAxis } from "../seams/index.ts";
import type { LayerTools } from "./define.ts";
import { refuseTokenVectors } from "./channels.ts";
import { misfit, shapeText } from "./misfit.ts";

type PerAxis = number | readonly number[];
export type PaddingSetting = PerAxis | "same" | "valid";

export const paddingParameter = (initial: PaddingSetting) =>
  perAxis({
    description:
      "Zeros around the input: valid for none, same for as many as keep the size at stride 1, or how many on each side.",
    min: 0,
    words: ["same", "valid"],
    default: initial,
  });

/** How a kernel slides; one entry for each axis of the space. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly dilation: readonly number[];
}

export interface WindowSettings {
  readonly kernel: PerAxis;
  readonly stride: PerAxis;
  readonly padding: PaddingSetting;
  readonly dilation?: PerAxis;
}

/** `3×3` as errors show it. */
export const sizeText = (size: readonly number[]): string =>
  size.length === 1 ? String(size[0]) : size.join("×");

/** The shape of one example, `[channels, ...space]`, when it has a space of one or two axes. */
export function spaceOf(x: Tensor, tools: LayerTools): { channels: number; space: Shape } {
  refuseTokenVectors(x, tools);
  const [channels = 0, ...space] = x.shape.slice(1);
  if (space.length === 1 || space.length === 2) return { channels, space };
  throw misfit(tools, {
    got: `examples of shape ${shapeText(x.shape.slice(1))}`,
    expected: "images [channels, height, width] or sequences [channels, length]",
    hint:
      space.length === 0
        ? "It slides over a space, and a table or a flattened input has none: choose a model of dense layers, or put it before the layer that flattens"
        : undefined,
  });
}

/** One number for each axis. */
function everyAxis(
  value: PerAxis,
  space: Shape,
  { name, what }: { name: string; what: string },
): readonly number[] {
  if (typeof value === "number") return space.map(() => value);
  if (value.length === space.length) return value;
  throw misfit(
    { name },
    {
      got: `a ${what} of ${value.length} numbers for a space of ${space.length} axes, ${sizeText(space)}`,
      expected: `one number, or ${space.length} of them`,
    },
  );
}

/** Zeros before and after an axis so that the result has one number for each stride, the odd one after. */
function samePadding(size: number, reach: number, stride: number): readonly [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * How a kernel slides over a space.
 * @param what the kernel is called in errors: "kernel", "pooling window".
 * @throws UserError when it does not fit in.
 */
export function windowOver(
  space: Shape,
  settings: WindowSettings,
  { name, what }: { name: string; what: string },
): Window {
  const kernel = everyAxis(settings.kernel, space, { name, what });
  const stride = everyAxis(settings.stride, space, { name, what: "stride" });
  const dilation = everyAxis(settings.dilation ?? 1, space, { name, what: "dilation" });
  const reach = kernel.map((size, axis) => (size - 1) * (dilation[axis] as number) + 1);
  const { padding } = settings;
  const given = typeof padding === "string" ? 0 : padding;
  const sides = everyAxis(given, space, { name, what: "padding" });
  const around = space.map((size, axis): readonly [number, number] =>
    padding === "same"
      ? samePadding(size, reach[axis] as number, stride[axis] as number)
      : [sides[axis] as number, sides[axis] as number],
  );
  const padded = space.map((size, axis) => size + around[axis]![0] + around[axis]![1]);
  if (reach.some((length, axis) => length > (padded[axis] as number)))
    throw misfit(
      { name },
      {
        got: `a ${what} of ${sizeText(kernel)}${dilation.some((step) => step > 1) ? `, ${sizeText(reach)} with its dilation,` : ""} over an input of ${sizeText(space)}${sizeText(padded) === sizeText(space) ? "" : `, ${sizeText(padded)} with its padding`}`,
        expected: `a ${what} that is not larger than the input`,
        hint: 'Make it smaller, set padding to "same", or shrink the input less in the layers before',
      },
    );
  return { kernel, stride, padding: around, dilation };
}
