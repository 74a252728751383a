import { expect, test } from "vitest";
import { epochOrder } from "./batches.ts";

const rows = Int32Array.from({ length: 100 }, (_, i) => 3 * i);

test("each epoch visits every row once, in an order of its own that the seed fixes", () => {
  const first = epochOrder(rows, 7, 0);
  expect(first.toSorted()).toEqual(rows);
  expect(first).not.toEqual(rows);
  expect(epochOrder(rows, 7, 0)).toEqual(first);
  expect(epochOrder(rows, 7, 1)).not.toEqual(first);
  expect(epochOrder(rows, 8, 0)).not.toEqual(first);
});

test("unshuffled batches keep the order of the data set, in an array of their own", () => {
  const order = epochOrder(rows, 7, 3, "none");
  expect(order).toEqual(rows);
  expect(order).not.toBe(rows);
});
