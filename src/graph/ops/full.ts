import { constant } from "../leaves.ts";
import type { Shape, Tensor } from "../tensor.ts";
import { expand } from "./spread.ts";

/** A tensor of one repeated number. */
export const full = (value: number, shape: Shape): Tensor => expand(constant(value), shape);
