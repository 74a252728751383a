import { expect, test } from "vitest";
import { parseRecipe } from "../recipe/index.ts";
import { axisOf } from "../search/index.ts";
import { apartAxes, bothOff } from "./tune-apart.node.ts";

const axes = (...names: string[]) => names.map((name) => axisOf(name, 3));

test("a search turns up one technique where both are switched off, whatever the recipe had", () => {
  const recipe = parseRecipe(
    { data: { source: "made-digits" }, regularizers: [{ use: "l2", lambda: 5 }, "l1", "dropout"] },
    "recipe",
  );
  const { regularizers } = bothOff(recipe, apartAxes(axes("l1", "l2=1..10")));
  expect(regularizers).toMatchObject([
    { use: "l2", lambda: 0 },
    { use: "l1", lambda: 0 },
    { use: "dropout" },
  ]);
});

test.each([
  [["l2"], /--apart: got l2.lambda, expected the strengths of two techniques, such as --over l1,l2/],
  [["elasticNet", "elasticNet.ratio"], /--apart: got elasticNet.lambda and elasticNet.ratio, expected/],
])("refuses %j", (names, message) => {
  expect(() => apartAxes(axes(...names))).toThrow(message);
});
