// A convolution is linear in its input and in its kernel. So are the two maps back, to the input and to the kernel: the
// three are each other's gradients, to any order.
import {
  node,
  type Operation,
  sameShape,
  type Shape,
  sizeOf,
  sourceOf,
  type Tensor,
  type Values,
} from "../tensor.ts";
import { slice, transpose } from "./rearrange.ts";
import { reshape } from "./spread.ts";
import {
  reach,
  readPositions,
  type Sliding,
  sliding,
  type SlidingOptions,
  slidShape,
  spelledWindows,
} from "./windows.ts";

export interface Convolution extends Sliding {
  /** Channels and outputs fall into as many groups that do not see each other. */
  readonly groups: number;
}

interface ToInput extends Convolution {
  /** The spatial shape of the input. */
  readonly spatial: Shape;
}

const spatialOf = (t: Tensor): Shape => t.shape.slice(2);

function checkChannels(x: Shape, w: Shape, { groups }: Convolution): void {
  const [channels = 0, outputs = 0, perGroup = 0] = [x[1], w[0], w[1]];
  if (channels !== perGroup * groups || outputs % groups !== 0)
    throw new Error(`a kernel [${w}] in ${groups} groups does not take [${x}]`);
}

/** Calls `visit` for every product that a convolution of x and w adds to y, by their positions. */
export function eachProduct(
  { x, w, y }: { readonly x: Shape; readonly w: Shape; readonly y: Shape },
  convolution: Convolution,
  visit: (x: number, w: number, y: number) => void,
): void {
  const reads = readPositions(x.slice(2), convolution);
  const [space, taps, places] = [sizeOf(x.slice(2)), sizeOf(convolution.kernel), sizeOf(y.slice(2))];
  const [outputs = 0, perGroup = 0] = w;
  const [examples = 0, channels = 0] = x;
  const outputsPerGroup = outputs / convolution.groups;
  for (let pair = 0; pair < examples * outputs; pair++) {
    const [example, output] = [Math.floor(pair / outputs), pair % outputs];
    const first = example * channels + Math.floor(output / outputsPerGroup) * perGroup;
    for (let c = 0; c < perGroup; c++)
      for (let i = 0; i < places * taps; i++) {
        const read = reads[i] as number;
        if (read < 0) continue;
        const weight = (output * perGroup + c) * taps + (i % taps);
        visit((first + c) * space + read, weight, pair * places + Math.floor(i / taps));
      }
  }
}

/** The smallest input from which a convolution gives a result of a size along an axis. */
function leastInput(size: number, convolution: Convolution, axis: number): number {
  const [before, after] = convolution.padding[axis] as readonly [number, number];
  return (size - 1) * (convolution.stride[axis] as number) + reach(convolution, axis) - before - after;
}

const spelled = (convolution: Convolution) => ({ ...spelledWindows(convolution), group: convolution.groups });

const convOperation: Operation<Convolution> = {
  name: "conv",
  shape: ([x, w], convolution) => {
    const [input, kernel] = [(x as Tensor).shape, (w as Tensor).shape];
    checkChannels(input, kernel, convolution);
    return [input[0] as number, kernel[0] as number, ...slidShape(input.slice(2), convolution)];
  },
  evaluate: ([x, w], y) => {
    const result = new Float64Array(sizeOf(y.shape));
    const shapes = { x: sourceOf(y, 0).shape, w: sourceOf(y, 1).shape, y: y.shape };
    eachProduct(shapes, y.attributes, (i, j, k) => {
      result[k] = (result[k] as number) + ((x as Values)[i] as number) * ((w as Values)[j] as number);
    });
    return result;
  },
  gradient: (dy, y) => {
    const [x, w] = [sourceOf(y, 0), sourceOf(y, 1)];
    return [
      convToInput(dy, w, { ...y.attributes, spatial: spatialOf(x) }),
      convToKernel(x, dy, y.attributes),
    ];
  },
  onnx: (y) => ({ operator: "Conv", inputs: y.sources, attributes: spelled(y.attributes) }),
};

const convToInputOperation: Operation<ToInput> = {
  name: "convToInput",
  shape: ([dy, w], { spatial, ...convolution }) => {
    const [result, kernel] = [(dy as Tensor).shape, (w as Tensor).shape];
    const input = [result[0] as number, (kernel[1] as number) * convolution.groups, ...spatial];
    if (result[1] !== kernel[0] || !sameShape(slidShape(spatial, convolution), result.slice(2)))
      throw new Error(`[${result}] is no convolution of [${input}] with a kernel [${kernel}]`);
    return input;
  },
  evaluate: ([dy, w], y) => {
    const result = new Float64Array(sizeOf(y.shape));
    const shapes = { x: y.shape, w: sourceOf(y, 1).shape, y: sourceOf(y, 0).shape };
    eachProduct(shapes, y.attributes, (i, j, k) => {
      result[i] = (result[i] as number) + ((dy as Values)[k] as number) * ((w as Values)[j] as number);
    });
    return result;
  },
  gradient: (dx, y) => {
    const [dy, w] = [sourceOf(y, 0), sourceOf(y, 1)];
    const { spatial: _, ...convolution } = y.attributes;
    return [node(convOperation, [dx, w], convolution), convToKernel(dx, dy, convolution)];
  },
  onnx: (y) => {
    const { spatial, ...convolution } = y.attributes;
    const results = spatialOf(sourceOf(y));
    // What the last step of the kernel does not reach is added at the end.
    const rest = spatial.map((size, axis) => size - leastInput(results[axis] as number, convolution, axis));
    return {
      operator: "ConvTranspose",
      inputs: y.sources,
      attributes: { ...spelled(convolution), output_padding: rest },
    };
  },
};

const convToKernelOperation: Operation<Convolution> = {
  name: "convToKernel",
  shape: ([x, dy], { kernel, groups }) => {
    const [input, result] = [(x as Tensor).shape, (dy as Tensor).shape];
    return [result[1] as number, (input[1] as number) / groups, ...kernel];
  },
  evaluate: ([x, dy], y) => {
    const result = new Float64Array(sizeOf(y.shape));
    const shapes = { x: sourceOf(y, 0).shape, w: y.shape, y: sourceOf(y, 1).shape };
    eachProduct(shapes, y.attributes, (i, j, k) => {
      result[j] = (result[j] as number) + ((x as Values)[i] as number) * ((dy as Values)[k] as number);
    });
    return result;
  },
  gradient: (dw, y) => {
    const [x, dy] = [sourceOf(y, 0), sourceOf(y, 1)];
    return [
      convToInput(dy, dw, { ...y.attributes, spatial: spatialOf(x) }),
      node(convOperation, [x, dw], y.attributes),
    ];
  },
  onnx: (y) => {
    const kernel = correlated(sourceOf(y, 0), sourceOf(y, 1), y.attributes);
    return kernel.op.onnx(kernel);
  },
};

/** Examples and channels exchanged, group by group: `[channels / groups, groups · batch, ...space]`. */
function examplesAsChannels(x: Tensor, groups: number): Tensor {
  const [batch = 0, channels = 0, ...space] = x.shape;
  const perGroup = channels / groups;
  const axes = space.map((_, axis) => axis + 3);
  const grouped = transpose(reshape(x, [batch, groups, perGroup, ...space]), [2, 1, 0, ...axes]);
  return reshape(grouped, [perGroup, groups * batch, ...space]);
}

/**
 * The gradient of the kernel as a convolution of x with dy, in which examples take the place of channels, and stride and
 * dilation change places.
 */
function correlated(x: Tensor, dy: Tensor, convolution: Convolution): Tensor {
  const { kernel, stride, dilation, padding, groups } = convolution;
  const [results, space] = [spatialOf(dy), spatialOf(x)];
  const swapped = { kernel: results, stride: dilation, dilation: stride };
  // As much padding at the end as the last position of the kernel needs; what is left over gives positions to cut off.
  const ends = space.map((size, axis) => {
    const last = ((kernel[axis] as number) - 1) * (dilation[axis] as number);
    const read = reach({ ...convolution, kernel: results, dilation: stride }, axis);
    return last + read - size - (padding[axis]?.[0] as number);
  });
  const padded = padding.map(([before], axis) => [before, Math.max(0, ends[axis] as number)] as const);
  const examples = dy.shape.map((_, axis) => [1, 0][axis] ?? axis);
  const correlation = node(convOperation, [examplesAsChannels(x, groups), transpose(dy, examples)], {
    ...swapped,
    padding: padded,
    groups,
  });
  const cut = kernel.reduce((t, size, axis) => {
    return t.shape[axis + 2] === size ? t : slice(t, axis + 2, 0, size);
  }, correlation as Tensor);
  return transpose(cut, examples);
}

const convToInput = (dy: Tensor, w: Tensor, attributes: ToInput): Tensor =>
  node(convToInputOperation, [dy, w], attributes);

const convToKernel = (x: Tensor, dy: Tensor, attributes: Convolution): Tensor =>
  node(convToKernelOperation, [x, dy], attributes);

export interface ConvolutionOptions extends SlidingOptions {
  readonly groups?: number;
}

const convolutionOf = (w: Tensor, { groups = 1, ...options }: ConvolutionOptions): Convolution => ({
  ...sliding(w.shape.slice(2), options),
  groups,
});

/**
 * The kernels w `[outputs, channels / groups, ...kernel]` slid over x `[batch, channels, ...space]` (one or two axes):
 * `[batch, outputs, ...space]`. As everywhere in the field this is a cross-correlation: the kernel is not turned round.
 */
export const conv = (x: Tensor, w: Tensor, options: ConvolutionOptions = {}): Tensor =>
  node(convOperation, [x, w], convolutionOf(w, options));

/**
 * The transpose of `conv`: x `[batch, outputs, ...space]` spread by the kernels w `[outputs, channels / groups,
 * ...kernel]` to `[batch, channels, ...space]`.
 * @param options `outputPadding`: how much larger the result is at the end of each axis than the least that fits.
 */
export function convTranspose(
  x: Tensor,
  w: Tensor,
  { outputPadding, ...options }: ConvolutionOptions & { readonly outputPadding?: readonly number[] } = {},
): Tensor {
  const convolution = convolutionOf(w, options);
  const spatial = spatialOf(x).map(
    (size, axis) => leastInput(size, convolution, axis) + (outputPadding?.[axis] ?? 0),
  );
  return convToInput(x, w, { ...convolution, spatial });
}

/** The gradient by its input of a convolution with kernels w, given that of its result; `spatial` is the input's shape. */
export const convBack = (
  dy: Tensor,
  w: Tensor,
  { spatial, ...options }: ConvolutionOptions & { readonly spatial: Shape },
): Tensor => convToInput(dy, w, { ...convolutionOf(w, options), spatial });

export const convolutionOperations = [convOperation, convToInputOperation, convToKernelOperation] as const;

export const isConvolution = (t: Tensor): boolean => t.op.name === convOperation.name;
