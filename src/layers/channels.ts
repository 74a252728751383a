import type { Tensor } from "../graph/index.ts";
import type { LayerTools } from "./define.ts";
import { misfit, shapeText } from "./misfit.ts";

/**
 * Refuses the token vectors of a text to a layer whose channels come first: it would take positions for channels, and
 * padding for numbers.
 * @throws UserError for `[length, width]` of a text.
 */
export function refuseTokenVectors({ shape }: Tensor, tools: LayerTools): void {
  if (tools.tokens && shape.length === 3)
    throw misfit(tools, {
      got: `the token vectors of texts, ${shapeText(shape.slice(1))}`,
      expected: "examples whose channels come first, as in images",
      hint: "Pool the tokens before it, or take a layer for texts",
    });
}
