import { expect, test } from "vitest";
import { counted, decodeModel } from "../../test/onnx-nodes.ts";
import {
  add,
  constant,
  equal,
  exp,
  greater,
  input,
  mul,
  neg,
  sum,
  type Tensor,
  where,
} from "../graph/index.ts";
import { createSession, float32, int64Scalar, scalar, type Value } from "../runtime/index.ts";
import { compileLoop, loopNames, type Step } from "./index.ts";

const size = 2 ** 15;
const [w, slow, number] = [input("w", [size]), input("slow", [size]), input("number", [])];
const isEven = equal(number, 2);

/** The large values after one turn for each of `numbers`, each as its first numbers. */
async function turns(step: Step, numbers: readonly number[]) {
  const session = await createSession(compileLoop(step), { threads: 1, device: "cpu", spin: false });
  const found: Record<string, number[]>[] = [];
  for (const value of numbers) {
    const results = await session.run({
      [loopNames.before("w")]: float32(new Float32Array(size).fill(3), [size]),
      [loopNames.before("slow")]: float32(new Float32Array(size).fill(1), [size]),
      [loopNames.perStep("number")]: { ...scalar(value), shape: [1] },
      [loopNames.steps]: int64Scalar(1),
    });
    const after = (name: string): number[] =>
      Array.from((results[loopNames.after(name)] as Value).values.slice(0, 2), Number);
    found.push({ w: after("w"), slow: after("slow") });
  }
  await session.release();
  return found;
}

const stepOf = (afterW: Tensor, afterSlow: Tensor): Step => ({
  perStep: [number],
  state: [
    { before: w, after: afterW },
    { before: slow, after: afterSlow },
  ],
  scans: { total: sum(w) },
});

test("a choice by one number computes only the side that is chosen", async () => {
  const step = stepOf(add(w, 1), where(isEven, mul(add(slow, w), 2), neg(slow)));
  expect(counted(decodeModel(compileLoop(step)).inside)).toEqual({
    Add: 1,
    Equal: 1,
    Gather: 1,
    Identity: 1,
    If: 1,
    ReduceSum: 1,
  });
  expect(await turns(step, [1, 2])).toEqual([
    { w: [4, 4], slow: [-1, -1] },
    { w: [4, 4], slow: [8, 8] },
  ]);
});

test("what others need too is computed before the choice, and what is there anyhow is a side as it is", async () => {
  const moved = add(w, 1);
  const step = stepOf(moved, where(isEven, moved, slow));
  expect(counted(decodeModel(compileLoop(step)).inside)).toMatchObject({ Add: 1, If: 1 });
  expect(await turns(step, [1, 2])).toEqual([
    { w: [4, 4], slow: [1, 1] },
    { w: [4, 4], slow: [4, 4] },
  ]);
});

test("a side that the other one is computed from is there for both", async () => {
  const moved = add(w, 1);
  const step = stepOf(w, where(isEven, mul(moved, 2), moved));
  expect(counted(decodeModel(compileLoop(step)).inside)).toMatchObject({ Add: 1, If: 1 });
  expect(await turns(step, [1, 2])).toEqual([
    { w: [3, 3], slow: [4, 4] },
    { w: [3, 3], slow: [8, 8] },
  ]);
});

test("a choice within a side of another one, and one that takes the result of another one", async () => {
  const chosen = where(greater(number, 2), mul(exp(mul(w, 0)), 7), where(isEven, add(slow, w), neg(slow)));
  const step = stepOf(where(isEven, chosen, w), chosen);
  expect(counted(decodeModel(compileLoop(step)).inside)).toMatchObject({ If: 2 });
  expect(await turns(step, [1, 2, 3])).toEqual([
    { w: [3, 3], slow: [-1, -1] },
    { w: [4, 4], slow: [4, 4] },
    { w: [3, 3], slow: [7, 7] },
  ]);
});

test("small choices, and those number by number, are single operations", () => {
  const small = input("small", [4]);
  const step: Step = {
    perStep: [number],
    state: [
      { before: small, after: where(isEven, neg(small), small) },
      { before: w, after: where(greater(w, 0), neg(w), constant(0)) },
    ],
    scans: {},
  };
  expect(counted(decodeModel(compileLoop(step)).inside)).toMatchObject({ Where: 2, Neg: 2 });
});
