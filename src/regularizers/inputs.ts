// What techniques share that look at how the loss depends on the inputs.
import { gradients, mul, sum, type Tensor } from "../graph/index.ts";
import type { Tools } from "../seams/index.ts";

/** The gradient by its input of one number `[batch]` of each example, padding apart. */
export const slopesBy = (inputs: Tensor, values: Tensor, { present }: Pick<Tools, "present">): Tensor =>
  gradients(sum(present ? mul(values, present) : values), [inputs])[0] as Tensor;
