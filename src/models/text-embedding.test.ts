import { expect, test } from "vitest";
import { modelLayers, parseRecipe } from "../recipe/index.ts";

test("pools the vectors of the tokens, and stacks dense layers behind", () => {
  const model = { preset: "text-embedding", width: 8, pooling: "max", hidden: [5] };
  expect(modelLayers(parseRecipe({ model }, "recipe").model)).toMatchObject([
    { use: "embedding", width: 8 },
    { use: "tokenPooling", by: "max" },
    { use: "dense", units: 5 },
  ]);
});
