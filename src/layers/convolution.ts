// What convolutions share.
import { channelAffine, conv, sizeOf, type Tensor } from "../graph/index.ts";
import { flag, perAxis } from "../seams/index.ts";
import { type ActivationId, activationParameter, initializerParameter, startOf } from "./activations.ts";
import type { LayerTools } from "./define.ts";
import { misfit } from "./misfit.ts";
import { weightedUnits } from "./hidden.ts";
import type { InitializerId } from "./initializers.ts";
import { paddingParameter, spaceOf, type Window, windowOver, type WindowSettings } from "./window.ts";

interface ConvolutionSettings extends WindowSettings {
  readonly filters: number;
  readonly groups: number;
  readonly bias: boolean;
  readonly activation: ActivationId;
  readonly initializer: InitializerId | "auto";
}

/** The kernels of a convolution, one for each filter. */
function kernelsOf(
  channels: number,
  { kernel }: Window,
  { filters, groups, activation, initializer }: ConvolutionSettings,
): Parameters<LayerTools["parameter"]>[1] {
  const { weight } = startOf(initializer, activation);
  const positions = sizeOf(kernel);
  const fans = { inputs: (channels / groups) * positions, outputs: (filters / groups) * positions };
  return {
    shape: [filters, channels / groups, ...kernel],
    role: "weight",
    initializer: (shape, draw) => weight(shape, draw, fans),
  };
}

function checkGroups(name: string, groups: number, numbers: Readonly<Record<string, number>>): void {
  const odd = Object.entries(numbers).find(([, number]) => number % groups !== 0);
  if (odd)
    throw misfit(
      { name },
      {
        got: `${groups} groups for ${odd[1]} ${odd[0]}`,
        expected: `a number of groups that divides the ${Object.entries(numbers)
          .map(([what, number]) => `${number} ${what}`)
          .join(" and the ")}`,
      },
    );
}

/** Kernels slid over the space, a bias for each filter, and the activation. */
export function convolve(x: Tensor, settings: ConvolutionSettings, tools: LayerTools): Tensor {
  const { filters, groups, bias, activation, initializer } = settings;
  const { channels, space } = spaceOf(x, tools);
  checkGroups(tools.name, groups, { "input channels": channels, filters });
  const window = windowOver(space, settings, { name: tools.name, what: "kernel" });
  const weight = tools.parameter("weight", kernelsOf(channels, window, settings));
  const of = (images: Tensor, kernels: Tensor): Tensor => conv(images, kernels, { ...window, groups });
  const start = startOf(initializer, activation).bias;
  const shift = bias
    ? tools.parameter("bias", { shape: [filters], role: "bias", initializer: start })
    : undefined;
  const sums = channelAffine(of(x, weight), undefined, shift);
  return weightedUnits(sums, { input: x, weight: "weight", of }, activation, tools);
}

/** The parameters that all convolutions share. */
export const slidingParameters = {
  kernel: perAxis({ description: "Extent of the kernel along each axis.", min: 1, default: 3 }),
  stride: perAxis({
    description: "How far one position of the kernel is from the next.",
    min: 1,
    default: 1,
  }),
  padding: paddingParameter("valid"),
  dilation: perAxis({
    description: "Distance between the inputs that neighbouring entries of the kernel read.",
    min: 1,
    default: 1,
  }),
};

export const weightedParameters = {
  activation: activationParameter("Function applied to each weighted sum."),
  initializer: initializerParameter,
  bias: flag({ description: "Whether each filter adds a trainable bias.", default: true }),
};
