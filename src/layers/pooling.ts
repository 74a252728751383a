// What max and average pooling share.
import type { Tensor } from "../graph/index.ts";
import { perAxis, type Settings } from "../seams/index.ts";
import type { LayerTools } from "./define.ts";
import { paddingParameter, spaceOf, windowOver } from "./window.ts";

export const poolingParameters = {
  size: perAxis({ description: "Extent of the window along each axis.", min: 1, default: 2 }),
  stride: perAxis({
    description: "How far one window is from the next; size for windows side by side.",
    min: 1,
    words: ["size"],
    default: "size",
  }),
  padding: paddingParameter("valid"),
};

/** The windows of a pooling layer as its operation takes them. */
export function poolingWindows(
  x: Tensor,
  { size, stride, padding }: Settings<typeof poolingParameters>,
  tools: LayerTools,
) {
  const { space } = spaceOf(x, tools);
  const settings = { kernel: size, stride: stride === "size" ? size : stride, padding };
  const window = windowOver(space, settings, { name: tools.name, what: "pooling window" });
  return { size: window.kernel, stride: window.stride, padding: window.padding };
}
