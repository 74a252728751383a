import { expect, test } from "vitest";
import { constant, evaluate, gradients, input, sum } from "../graph/index.ts";
import { huber } from "./index.ts";

test("is half a square up to delta and a line beyond, with one slope where they meet", () => {
  const z = input("z", [4, 1]);
  const loss = huber.perExample(z, constant([0, 0, 0, 0], [4, 1]), { delta: 2 });
  const [values, slopes] = evaluate([loss, ...gradients(sum(loss), [z])], { z: [1, -2, 5, 0] });
  expect(Array.from(values ?? [])).toEqual([0.5, 2, 8, 0]);
  expect(Array.from(slopes ?? [])).toEqual([1, -2, 2, 0]);
});

test("refuses a delta of 0", () => {
  expect(huber.params.delta.schema.safeParse(0).success).toBe(false);
});
