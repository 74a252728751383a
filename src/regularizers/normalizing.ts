// Normalization layers as techniques, at the weighted sums of other layers.
import type { Tensor } from "../graph/index.ts";
import type { Layer } from "../layers/index.ts";
import type { Parameters, Settings, Tools, Site } from "../seams/index.ts";

interface Situation extends Pick<Tools, "own">, Partial<Pick<Tools, "present">> {
  readonly site: Site;
  readonly isTraining: boolean;
}

/** What a normalization layer makes of the weighted sums at a site, with parameters and statistics of the technique. */
export const normalizedSums = <P extends Parameters>(
  layer: Layer<P>,
  settings: Settings<P>,
  sums: Tensor,
  { own, site, isTraining, present }: Situation,
): Tensor =>
  layer.build(sums, settings, {
    ...own(site),
    name: `${site.layer}.${layer.id}`,
    isTraining,
    present,
    // Where words follow each other there are no weighted sums with an activation of their own.
    tokens: undefined,
    site: (hidden) => hidden,
    product: (product) => product,
    nested: (x) => x,
  });
