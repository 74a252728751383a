// What layers on sequences of vectors `[batch, length, width]` share.
import { UserError } from "../base/index.ts";
import { affine, reshape, sizeOf, type Tensor } from "../graph/index.ts";
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

/** An affine map of each vector to one of `units` numbers, with a weight and a bias called after `part`. */
export function affineOf(x: Tensor, units: number, part: string, tools: LayerTools): Tensor {
  const rows = x.shape.slice(0, -1);
  const width = x.shape.at(-1) as number;
  const { weight, bias } = initializers.glorot;
  const flat = affine(
    reshape(x, [sizeOf(rows), width]),
    tools.parameter(`${part}Weight`, { shape: [width, units], role: "weight", initializer: weight }),
    tools.parameter(`${part}Bias`, { shape: [units], role: "bias", initializer: bias }),
  );
  return reshape(flat, [...rows, units]);
}
