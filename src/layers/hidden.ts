import type { Tensor } from "../graph/index.ts";
import { activate, type ActivationId } from "./activations.ts";
import type { LayerTools } from "./define.ts";

/** Weighted sums after their activation; a site of the `layers` seam unless what acts on them is still to come. */
export function hiddenUnits(sums: Tensor, activation: ActivationId, tools: LayerTools): Tensor {
  return activation === "linear" ? sums : tools.site(activate(sums, activation), "hidden");
}
