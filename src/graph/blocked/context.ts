import type { Tensor } from "../tensor.ts";

/** What lowering one value may ask of the layout pass. */
export interface Context {
  readonly block: number;
  /** Whether the value already exists in blocks, so that nothing has to be reordered. */
  isBlocked(t: Tensor): boolean;
  /** The value in blocks; reordered when it is plain. */
  blocked(t: Tensor): Tensor;
  /** The value in plain order; reordered when it is blocked. */
  plain(t: Tensor): Tensor;
  /** Whether nothing but one other value reads it, so that it need not exist by itself. */
  isOwn(t: Tensor): boolean;
}

/** A value in one of its two orders. */
export type Lowered = { readonly blocked: Tensor } | { readonly plain: Tensor };

/** How an operation works on blocks; nothing where the plain spelling stays. */
export type Lowering = (t: Tensor, context: Context) => Lowered | undefined;
