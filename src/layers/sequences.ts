// What layers on sequences of vectors `[batch, length, width]` share.
import { UserError } from "../base/index.ts";
import { affine, mul, reshape, sizeOf, type Tensor } from "../graph/index.ts";
import type { LayerTools } from "./define.ts";
import { initializers } from "./initializers.ts";

/**
 * The sizes of a batch of sequences.
 * @throws UserError when the layer stands on something else.
 */
export function sequenceOf(
  { shape }: Tensor,
  { name }: LayerTools,
): { batch: number; length: number; width: number } {
  const [batch = 1, length = 1, width = 1] = shape;
  if (shape.length === 3) return { batch, length, width };
  throw new UserError({
    where: name,
    got: `an input of shape [${shape.slice(1).join(", ")}]`,
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

/** An affine map of each vector, with parameters of its own. */
export function affineOf(x: Tensor, { part, units, scale = same }: Mapping, tools: LayerTools): Tensor {
  const rows = x.shape.slice(0, -1);
  const width = x.shape.at(-1) as number;
  const { weight, bias } = initializers.glorot;
  const [w, b] = [
    tools.parameter(`${part}Weight`, { shape: [width, units], role: "weight", initializer: weight }),
    tools.parameter(`${part}Bias`, { shape: [units], role: "bias", initializer: bias }),
  ];
  const flat = affine(reshape(x, [sizeOf(rows), width]), mul(w, scale.weight), mul(b, scale.bias));
  return reshape(flat, [...rows, units]);
}
