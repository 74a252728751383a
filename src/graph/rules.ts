// What rewrites of the graph have in common.
import type { Tensor } from "./tensor.ts";

/** Where the graph may be rewritten: a value that others need too must stay as it is. */
export type IsOwn = (t: Tensor) => boolean;

/** A value to compute instead of another, if the rule applies. */
export type Rule = (t: Tensor, isOwn: IsOwn) => Tensor | undefined;

export const is = (t: Tensor, name: string): boolean => t.op.name === name;
