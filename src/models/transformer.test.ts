import { expect, test } from "vitest";
import { modelLayers, parseRecipe, type RecipeInput } from "../recipe/index.ts";

/** The layers of a transformer as one line, the branch of a block in brackets. */
const outline = (settings: object): string => {
  const input = { model: { preset: "transformer", ...settings } } as RecipeInput;
  return modelLayers(parseRecipe(input, "recipe").model)
    .map(({ use, layers }) =>
      Array.isArray(layers) ? `[${layers.map((inner: { use: string }) => inner.use).join(" ")}]` : use,
    )
    .join(" ");
};

test("normalizes before each part of a block, and once at the end", () => {
  const block = "[layerNorm selfAttention] [layerNorm feedForward]";
  expect(outline({ blocks: 2 })).toBe(`embedding positionEmbedding ${block} ${block} layerNorm tokenPooling`);
});

test("or after what each part adds", () => {
  expect(outline({ blocks: 1, norm: "post" })).toBe(
    "embedding positionEmbedding [selfAttention] layerNorm [feedForward] layerNorm tokenPooling",
  );
});
