import { expect, test } from "vitest";
import { constant, evaluate } from "../graph/index.ts";
import { mae } from "./index.ts";

test("averages absolute errors over the outputs of an example", () => {
  const outputs = constant([1, 2, 0, 0], [2, 2]);
  const targets = constant([3, 2, 0, 0.5], [2, 2]);
  const [loss] = evaluate([mae.perExample(outputs, targets, {})]);
  expect(Array.from(loss ?? [])).toEqual([1, 0.25]);
});
