// What max and average pooling share.
import type { Tensor } from "../graph/index.ts";
import { perAxis, type Settings } from "../seams/index.ts";
import type { LayerTools } from "./define.ts";
import { misfit } from "./misfit.ts";
import { paddingParameter, sizeText, spaceOf, windowOver } from "./window.ts";

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
  if (window.padding.some((sides, axis) => Math.max(...sides) >= (window.kernel[axis] as number)))
    throw misfit(tools, {
      got: `a padding of ${sizeText(window.padding.map(([before]) => before))} around a pooling window of ${sizeText(window.kernel)}`,
      expected: "a padding that is smaller than the window",
      hint: "A window over nothing but padding has nothing to keep",
    });
  return { size: window.kernel, stride: window.stride, padding: window.padding };
}
