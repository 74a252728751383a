import { expect, test } from "vitest";
import { add, constant, evaluate, neg } from "./index.ts";
import { warp } from "./warp.ts";

const image = constant([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]);

test("reads each pixel where it is told; beyond the edges there are zeros", () => {
  const [still, moved, turned] = evaluate([
    warp(image, (place) => place),
    warp(image, ({ across, down }) => ({ across: add(across, 1), down })),
    warp(image, ({ across, down }) => ({ across: neg(across), down: neg(down) })),
  ]);
  const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
  expect([...(still ?? [])]).toEqual(close([1, 2, 3, 4, 5, 6]));
  expect([...(moved ?? [])]).toEqual(close([2, 3, 0, 5, 6, 0]));
  expect([...(turned ?? [])]).toEqual(close([6, 5, 4, 3, 2, 1]));
});
