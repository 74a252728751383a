import type { LayerEntry, Parameters, Settings } from "../seams/index.ts";

/** A named model: a list of hidden layers from a few settings. The output layer is added for the task. */
export interface Preset<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly params: P;
  /** The parameter that a number after the name sets, as people write it: `resnet-20`. */
  readonly numbered?: string;
  layers(settings: Settings<P>): readonly LayerEntry[];
}

// The type of what was given stays known, so that a recipe's type can tell which presets take a number.
export const definePreset = <
  const P extends Parameters,
  const E extends { readonly numbered?: keyof P & string },
>(
  preset: Preset<P> & E,
): Preset<P> & Pick<E, "numbered" & keyof E> => preset;
