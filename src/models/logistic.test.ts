import { expect, test } from "vitest";
import { logistic } from "./index.ts";

test("has no hidden layer", () => {
  expect(logistic.layers({ initializer: "auto" })).toEqual([]);
});
