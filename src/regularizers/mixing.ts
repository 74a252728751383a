// Mixing each example with another one.
import { add, gather, mul, reshape, sub, type Tensor } from "../graph/index.ts";

/** With whom each example is mixed, int32 `[batch]`, and what share it keeps of itself, `[batch]`. */
export interface Mix {
  readonly partners: Tensor;
  readonly share: Tensor;
}

/** λ x_i + (1 − λ) x_j for each example and its partner, for values `[batch, ...]`. */
export function mixed(x: Tensor, { partners, share }: Mix): Tensor {
  const [batch = 1, ...example] = x.shape;
  const each = reshape(share, [batch, ...example.map(() => 1)]);
  return add(mul(x, each), mul(gather(x, partners), sub(1, each)));
}
