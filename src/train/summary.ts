import { type Shape, sizeOf } from "../graph/index.ts";
import type { BuiltLayer, Model } from "./model.ts";

/** How many numbers there are. */
export interface Counts {
  /** Those that the optimizer moves. */
  readonly trainable: number;
  /** Those that are kept beside them, such as running means. */
  readonly running: number;
}

/** A layer as a summary tells it. */
export interface LayerSummary extends BuiltLayer {
  readonly parameters: Counts;
}

/** A model layer by layer: those inside of others stand before them. */
export interface ModelSummary {
  /** The shape of one example. */
  readonly input: Shape;
  readonly layers: readonly LayerSummary[];
  readonly parameters: Counts & { readonly total: number };
}

const sizes = (specs: readonly { readonly shape: Shape }[]): number =>
  specs.reduce((total, { shape }) => total + sizeOf(shape), 0);

export function summaryOf({ inputShape, built, parameters, running }: Model): ModelSummary {
  const [trainable, kept] = [sizes(parameters), sizes(running)];
  return {
    input: inputShape,
    layers: built.map((layer) => ({
      ...layer,
      parameters: {
        trainable: sizes(parameters.filter((spec) => spec.layer === layer.name)),
        running: sizes(running.filter((spec) => spec.layer === layer.name)),
      },
    })),
    parameters: { trainable, running: kept, total: trainable + kept },
  };
}
