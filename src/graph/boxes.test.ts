import { expect, test } from "vitest";
import { inBox } from "./boxes.ts";
import { constant, evaluate } from "./index.ts";

test("each example has a box of its own; one from a place to itself is empty", () => {
  const box = inBox(
    { from: constant([0, 1]), to: constant([1, 1]) },
    { from: constant([1, 0]), to: constant([3, 3]) },
    [2, 3],
  );
  expect(box.shape).toEqual([2, 1, 2, 3]);
  expect([...(evaluate([box])[0] ?? [])]).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});
