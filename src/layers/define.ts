import type { Tensor } from "../graph/index.ts";
import type { LayerEntry, Own, Parameters, Product, Settings, Site } from "../seams/index.ts";

/** Token numbers as the input of a model, whichever layer asks. */
export interface Tokens {
  /** How many different numbers there are. */
  readonly vocabulary: number;
  /**
   * float32 `[batch, length]`: 1 for a token, 0 for padding. A layer that mixes or pools positions gives padding no part
   * in it, so that outputs do not depend on how far texts are padded.
   */
  readonly mask: Tensor;
}

/** What a layer may ask of the model it is built into. */
export interface LayerTools extends Own {
  /** The layer's name in its model, such as `residual1.conv2`: what errors call it. */
  readonly name: string;
  /** Whether this is a training step: statistics of the batch count, and running values move. */
  readonly isTraining: boolean;
  /**
   * `[batch]`: 1 for each row that is there, 0 for padding; absent when all rows are there. What is computed over several
   * rows must leave padding out.
   */
  readonly present: Tensor | undefined;
  /** What the model's input is made of where it is texts; absent for numbers. */
  readonly tokens: Tokens | undefined;
  /** Marks a place where the `layers` seam acts. */
  site(hidden: Tensor, kind: Exclude<Site["kind"], "product">): Tensor;
  /**
   * Marks what an input comes to with a weight of this layer.
   * @param sums of the product with a bias, if there is one.
   * @param product `weight` is its name in this layer.
   */
  product(sums: Tensor, product: Omit<Product, "weight"> & { readonly weight: string }): Tensor;
  /** What further layers inside of this one make of a value; they are called after this layer, `residual1.conv2`. */
  nested(x: Tensor, layers: readonly LayerEntry[]): Tensor;
}

/** One kind of layer. */
export interface Layer<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  /** One sentence, starting with a verb. */
  readonly summary: string;
  readonly params: P;
  /** What it is built on: numbers when absent. */
  readonly takes?: "tokens";
  /** The output `[batch, ...]` for the input `[batch, ...]`; throws a UserError when the shapes do not fit. */
  build(x: Tensor, settings: Settings<P>, tools: LayerTools): Tensor;
}

export const defineLayer = <const P extends Parameters>(layer: Layer<P>): Layer<P> => layer;
