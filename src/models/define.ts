import type { LayerEntry, Parameters, Settings } from "../seams/index.ts";

/** A named model: a list of hidden layers from a few settings. The output layer is added for the task. */
export interface Preset<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly params: P;
  layers(settings: Settings<P>): readonly LayerEntry[];
}

export const definePreset = <const P extends Parameters>(preset: Preset<P>): Preset<P> => preset;
