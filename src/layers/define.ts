import type { Shape, Tensor } from "../graph/index.ts";
import type { Parameters, Role, Settings, Site } from "../seams/index.ts";
import type { Initializer } from "./initializers.ts";

/** What a layer may ask of the model it is built into. */
export interface LayerTools {
  /** A trainable parameter of this layer; the tensor is what the forward pass uses. */
  parameter(
    name: string,
    spec: { readonly shape: Shape; readonly role: Role; readonly initializer: Initializer },
  ): Tensor;
  /** Marks an activation where the `layers` seam acts. */
  site(hidden: Tensor, kind: Site["kind"]): Tensor;
}

/** One kind of layer. */
export interface Layer<P extends Parameters = Parameters> {
  readonly id: string;
  readonly title: string;
  /** One sentence, starting with a verb. */
  readonly summary: string;
  readonly params: P;
  /** The output `[batch, ...]` for the input `[batch, ...]`; throws a UserError when the shapes do not fit. */
  build(x: Tensor, settings: Settings<P>, tools: LayerTools): Tensor;
}

export const defineLayer = <const P extends Parameters>(layer: Layer<P>): Layer<P> => layer;
