import { expect, test } from "vitest";
import { parseRecipe } from "../recipe/index.ts";
import { ofAllEpochs } from "./learn.node.ts";

test("what would end training early is left out of a training that learns strengths, and named", () => {
  const recipe = parseRecipe(
    { data: { source: "made-digits" }, regularizers: ["l2", "earlyStopping"], epochs: 7 },
    "recipe",
  );
  const { whole, leftOut } = ofAllEpochs(recipe);
  expect(whole.regularizers.map(({ use }) => use)).toEqual(["l2"]);
  expect(leftOut).toEqual(["earlyStopping"]);
  expect(whole.epochs).toBe(7);
  expect(ofAllEpochs(whole)).toEqual({ whole, leftOut: [] });
});
