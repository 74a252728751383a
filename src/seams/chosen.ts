// Which layers, sites and parameters a technique acts on.
import type { Regularizer } from "./define.ts";
import type { ModelParameter, Site } from "./seams.ts";

/** A technique with what it is restricted to. */
export interface Chosen {
  readonly regularizer: Regularizer;
  /** The layers, or parameters such as `dense1.bias`, that it is restricted to; all layers when absent. */
  readonly layers?: readonly string[] | undefined;
}

/** A layer that is named stands for those inside of it too. */
export const selects = ({ layers }: Pick<Chosen, "layers">, layer: string): boolean =>
  layers?.some((name) => layer === name || layer.startsWith(`${name}.`)) ?? true;

export const actsAt = (technique: Chosen, { layer, kind }: Site): boolean =>
  (technique.regularizer.sites ?? "hidden") === kind && selects(technique, layer);

/**
 * Biases and normalization gains are nobody's target unless a technique says so, or a user names one where the technique
 * allows it: penalties, masks and decay act on weights.
 */
export const isTarget = (
  technique: Chosen,
  { role, layer, name }: Pick<ModelParameter, "role" | "layer" | "name">,
): boolean =>
  (technique.layers?.includes(name) ?? false) ||
  ((technique.regularizer.roles ?? ["weight"]).includes(role) && selects(technique, layer));
