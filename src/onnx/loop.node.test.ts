import { expect, test } from "vitest";
import {
  add,
  constant,
  exp,
  input,
  lessOrEqual,
  matmul,
  mul,
  sub,
  sum,
  type Tensor,
} from "../graph/index.ts";
import { createSession, float32, int32, int64Scalar, scalar, type Value } from "../runtime/index.ts";
import { compileLoop, loopNames, type Step } from "./index.ts";

const options = { threads: 1, device: "cpu", spin: false } as const;

/** Compiles a step and makes some turns; what came out, by the names of the loop. */
async function turn(step: Step, steps: number, feeds: Readonly<Record<string, Value>>) {
  const session = await createSession(compileLoop(step), options);
  const results = await session.run({ ...feeds, [loopNames.steps]: int64Scalar(steps) });
  const { inputNames } = session;
  await session.release();
  const valuesOf = (name: string): number[] => Array.from(results[name]?.values as Float32Array);
  return {
    inputNames,
    after: (name: string) => valuesOf(loopNames.after(name)),
    scan: (name: string) => valuesOf(loopNames.scan(name)),
    scanShape: (name: string) => results[loopNames.scan(name)]?.shape,
  };
}

const before = (name: string, values: readonly number[]): Record<string, Value> => ({
  [loopNames.before(name)]: float32(Float32Array.from(values), [values.length]),
});

test("carries a state from turn to turn and records every turn", async () => {
  const w = input("w", [2]);
  const found = await turn(
    { perStep: [], state: [{ before: w, after: mul(w, 2) }], scans: { total: sum(w) } },
    3,
    {
      ...before("w", [1, 3]),
    },
  );
  expect(found.after("w")).toEqual([8, 24]);
  expect(found.scan("total")).toEqual([4, 8, 16]);
});

test("each turn sees its own slice of what is fed per step: scalars, vectors and integers", async () => {
  const [rate, shift, number] = [input("rate", []), input("shift", [2]), input("number", [], "int32")];
  const w = input("w", [2]);
  const step: Step = {
    perStep: [rate, shift, number],
    state: [{ before: w, after: add(mul(w, rate), shift) }],
    scans: { number: mul(number, number), shift },
  };
  const found = await turn(step, 3, {
    ...before("w", [1, 1]),
    [loopNames.perStep("rate")]: float32(Float32Array.of(1, 2, 3), [3]),
    [loopNames.perStep("shift")]: float32(Float32Array.of(0, 1, 0, 2, 0, 3), [3, 2]),
    [loopNames.perStep("number")]: int32(Int32Array.of(4, 5, 6), [3]),
  });
  expect(found.after("w")).toEqual([6, 21]);
  expect(found.scan("number")).toEqual([16, 25, 36]);
  expect(found.scan("shift")).toEqual([0, 1, 0, 2, 0, 3]);
  expect(found.scanShape("shift")).toEqual([3, 2]);
});

test("inputs that nothing needs are not there", async () => {
  const [w, used, unused, unusedPerStep] = [
    input("w", [1]),
    input("used", []),
    input("unused", []),
    input("unusedPerStep", []),
  ];
  // The gradient-free way to lose an input: a value that no root depends on.
  mul(unused, w);
  const found = await turn(
    { perStep: [unusedPerStep], state: [{ before: w, after: add(w, used) }], scans: {} },
    2,
    {
      ...before("w", [1]),
      used: scalar(5),
    },
  );
  expect(found.inputNames.toSorted()).toEqual(["before:w", "steps", "used"]);
  expect(found.after("w")).toEqual([11]);
});

/** w − 1 at each turn, with 1 / w recorded; goes on while w stays above 0. */
const countdown = (w: Tensor): Step => ({
  perStep: [],
  state: [{ before: w, after: sub(w, 1) }],
  scans: { w: sum(w) },
  goOn: lessOrEqual(constant(1), sum(w)),
});

test("the turn that says no is the last, and its own result is kept", async () => {
  const found = await turn(countdown(input("w", [1])), 10, before("w", [3]));
  // Turns at 3, 2, 1 say yes; the one at 0 says no.
  expect(found.scan("w")).toEqual([3, 2, 1, 0]);
  expect(found.scanShape("w")).toEqual([4]);
  expect(found.after("w")).toEqual([-1]);
});

test("a loop that may go on makes no more turns than it was told to", async () => {
  const found = await turn(countdown(input("w", [1])), 2, before("w", [3]));
  expect(found.scan("w")).toEqual([3, 2]);
  expect(found.after("w")).toEqual([1]);
});

test("no turn at all gives the state back", async () => {
  const found = await turn(countdown(input("w", [1])), 0, before("w", [3]));
  expect(found.after("w")).toEqual([3]);
  expect(found.scan("w")).toEqual([]);
});

test("no finite number fails the comparison that ends a diverged run", async () => {
  const w = input("w", [1]);
  const loss = sum(exp(w));
  const step: Step = {
    perStep: [],
    state: [{ before: w, after: mul(w, 3) }],
    scans: { loss },
    goOn: lessOrEqual(loss, 3.4028234e38),
  };
  const grown = await turn(step, 10, before("w", [1]));
  // At 1, 3, 9, 27, 81 and 243: e^81 is within float32 and e^243 is not.
  expect(grown.scan("loss").map(Number.isFinite)).toEqual([true, true, true, true, true, false]);
  expect(grown.scan("loss").at(-1)).toBe(Infinity);
  const lost = await turn(step, 10, before("w", [NaN]));
  expect(lost.scan("loss")).toEqual([NaN]);
});

test("a state that no turn changes passes through", async () => {
  const [w, kept] = [input("w", [1]), input("kept", [2])];
  const step: Step = {
    perStep: [],
    state: [
      { before: w, after: add(w, sum(kept)) },
      { before: kept, after: kept },
    ],
    scans: {},
  };
  const found = await turn(step, 3, { ...before("w", [0]), ...before("kept", [1, 2]) });
  expect(found.after("kept")).toEqual([1, 2]);
  expect(found.after("w")).toEqual([9]);
});

test("states may swap places", async () => {
  const [a, b] = [input("a", [1]), input("b", [1])];
  const step: Step = {
    perStep: [],
    state: [
      { before: a, after: b },
      { before: b, after: a },
    ],
    scans: { a },
  };
  const found = await turn(step, 3, { ...before("a", [1]), ...before("b", [2]) });
  expect([found.after("a"), found.after("b"), found.scan("a")]).toEqual([[2], [1], [1, 2, 1]]);
});

test("one value may be two results and a record at once", async () => {
  const [a, b] = [input("a", [1]), input("b", [1])];
  const next = add(a, b);
  const step: Step = {
    perStep: [],
    state: [
      { before: a, after: next },
      { before: b, after: next },
    ],
    scans: { next: sum(next), again: sum(next) },
  };
  const found = await turn(step, 3, { ...before("a", [1]), ...before("b", [1]) });
  expect([found.after("a"), found.after("b")]).toEqual([[8], [8]]);
  expect(found.scan("next")).toEqual([2, 4, 8]);
  expect(found.scan("again")).toEqual([2, 4, 8]);
});

test("results may be constants, or values that no turn changes", async () => {
  const [w, rate] = [input("w", [2]), input("rate", [])];
  const fixed = constant([5, 6]);
  const step: Step = {
    perStep: [],
    state: [{ before: w, after: fixed }],
    scans: { rate: mul(rate, 2), fixed },
  };
  const found = await turn(step, 2, { ...before("w", [1, 1]), rate: scalar(4) });
  expect(found.after("w")).toEqual([5, 6]);
  expect(found.scan("rate")).toEqual([8, 8]);
  expect(found.scan("fixed")).toEqual([5, 6, 5, 6]);
});

test("a matrix that is carried transposed enters and leaves as it is", async () => {
  const [x, w, bias] = [input("x", [2, 3]), input("w", [3, 2]), input("bias", [2])];
  const after = sub(w, matmul(x, add(matmul(x, w), bias), true, false));
  const step: Step = { perStep: [], state: [{ before: w, after }], scans: { first: matmul(x, w) } };
  const found = await turn(step, 1, {
    [loopNames.before("w")]: float32(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]),
    x: float32(Float32Array.of(1, 0, 0, 0, 1, 1), [2, 3]),
    bias: float32(Float32Array.of(0, 1), [2]),
  });
  // x w + bias is [[1, 3], [8, 11]]: its rows are taken from row 1, and from rows 2 and 3.
  expect(found.after("w")).toEqual([0, -1, -5, -7, -3, -5]);
  expect(found.scan("first")).toEqual([1, 2, 8, 10]);
});
