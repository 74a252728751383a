// What layers on sequences of vectors `[batch, length, width]` share.
import { affine, concat, mul, reshape, sizeOf, slice, type Tensor } from "../graph/index.ts";
import type { LayerTools } from "./define.ts";
import { initializers } from "./initializers.ts";
import { misfit, shapeText } from "./misfit.ts";

/**
 * The sizes of a batch of sequences.
 * @throws UserError when the layer stands on something else.
 */
export function sequenceOf(
  { shape }: Tensor,
  tools: LayerTools,
): { batch: number; length: number; width: number } {
  const [batch = 1, length = 1, width = 1] = shape;
  if (shape.length === 3) return { batch, length, width };
  throw misfit(tools, {
    got: `an input of shape ${shapeText(shape.slice(1))}`,
    expected: "a sequence of vectors, [length, width]",
    hint: "Put an embedding before it, and what pools tokens after it",
  });
}

/** A map of the vectors of a sequence. */
interface Mapping {
  /** What its weight and bias are called after. */
  readonly part: string;
  /** The size of the vectors it gives. */
  readonly units: number;
  /** What `x w` and the bias are multiplied by: done on the weights, of which there are fewer. */
  readonly scale?: { readonly weight: number; readonly bias: number };
}

const same = { weight: 1, bias: 1 };

/** An affine map of the rows of a matrix, with parameters of its own. */
export function affineOf(
  width: number,
  { part, units, scale = same }: Mapping,
  tools: LayerTools,
): (rows: Tensor) => Tensor {
  const { weight, bias } = initializers.glorot;
  const [w, b] = [
    tools.parameter(`${part}Weight`, { shape: [width, units], role: "weight", initializer: weight }),
    tools.parameter(`${part}Bias`, { shape: [units], role: "bias", initializer: bias }),
  ];
  const [scaledWeight, scaledBias] = [mul(w, scale.weight), mul(b, scale.bias)];
  return (rows) => affine(rows, scaledWeight, scaledBias);
}

/** `[batch, length, width]` as one row for each vector. */
export const rowsOf = (x: Tensor): Tensor =>
  reshape(x, [sizeOf(x.shape.slice(0, -1)), x.shape.at(-1) as number]);

/** How many numbers a value in work has at most, so that it stays in the cache from one operation to the next. */
const cached = 2 ** 17;
const mostBlocks = 16;

/**
 * What `map` makes of some values, in training block by block along the first axis: values that are much larger in
 * between then stay in the processor's cache. The map must treat what lies along that axis apart.
 * @param between how many numbers the largest value in between has.
 */
export function inBlocks(
  values: readonly Tensor[],
  { between, isTraining }: { readonly between: number; readonly isTraining: boolean },
  map: (block: readonly Tensor[]) => Tensor,
): Tensor {
  const size = values[0]?.shape[0] ?? 1;
  const count = isTraining ? largestDivisor(size, Math.min(mostBlocks, Math.ceil(between / cached))) : 1;
  if (count === 1) return map(values);
  const step = size / count;
  const blocks = Array.from({ length: count }, (_, i) =>
    map(values.map((value) => slice(value, 0, i * step, (i + 1) * step))),
  );
  return concat(blocks, 0);
}

/** The largest number up to `limit` that divides `size`. */
function largestDivisor(size: number, limit: number): number {
  for (let divisor = Math.min(limit, size); divisor > 1; divisor--) if (size % divisor === 0) return divisor;
  return 1;
}
