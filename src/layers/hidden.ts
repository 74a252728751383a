import type { Tensor } from "../graph/index.ts";
import { activate, type ActivationId } from "./activations.ts";
import type { LayerTools } from "./define.ts";

/** Numbers after an activation; a site of the `layers` seam unless what acts on them is still to come. */
export function hiddenUnits(sums: Tensor, activation: ActivationId, tools: LayerTools): Tensor {
  return activation === "linear" ? sums : tools.site(activate(sums, activation), "hidden");
}

/** Weighted sums after their activation, with the sites of the `layers` seam on the way. */
export function weightedUnits(
  sums: Tensor,
  product: Parameters<LayerTools["product"]>[1],
  activation: ActivationId,
  tools: LayerTools,
): Tensor {
  const marked = tools.product(sums, product);
  return activation === "linear" ? marked : hiddenUnits(tools.site(marked, "sums"), activation, tools);
}
