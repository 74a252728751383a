import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { evaluate } from "./evaluate.ts";
import { fuse } from "./fuse.ts";
import {
  add,
  type Carried,
  div,
  gather,
  gradients,
  input,
  matmul,
  mul,
  relu,
  share,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  transposeCarried,
} from "./index.ts";
import { sizeOf } from "./tensor.ts";

const [x, w, v] = [input("x", [4, 7]), input("w", [7, 5]), input("v", [7, 5])];
const rate = input("rate", []);
const loss = sum(square(relu(matmul(x, w))));
const [gradient = w] = gradients(loss, [w]);

const velocity = add(mul(v, 0.9), gradient);
const squares = add(mul(v, 0.9), square(gradient));
const updates: Readonly<Record<string, readonly Carried[]>> = {
  "gradient descent": [{ before: w, after: sub(w, mul(rate, gradient)) }],
  decay: [{ before: w, after: sub(w, mul(rate, add(gradient, mul(w, 0.1)))) }],
  momentum: [
    { before: w, after: sub(w, mul(rate, velocity)) },
    { before: v, after: velocity },
  ],
  "division by a root": [
    { before: w, after: sub(w, div(mul(gradient, rate), add(sqrt(squares), 0.01))) },
    { before: v, after: squares },
  ],
};

const numbers = (t: Tensor, phase: number): number[] =>
  Array.from({ length: sizeOf(t.shape) }, (_, i) => Math.abs(Math.sin(i + phase)));
const feeds: Record<string, number[]> = { x: numbers(x, 1), w: numbers(w, 2), v: numbers(v, 3), rate: [0.1] };

/** A `[rows, columns]` matrix read down its columns. */
const downColumns = (values: readonly number[], [rows = 1, columns = 1]: readonly number[]): number[] =>
  Array.from({ length: values.length }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? NaN);

/** The turn as a loop compiles it, before anything is carried transposed. */
function turnOf(state: readonly Carried[], others: readonly Tensor[] = [loss]) {
  const roots = fuse(share([...state.map(({ after }) => after), ...others]));
  return {
    state: state.map(({ before }, i) => ({ before, after: roots[i] as Tensor })),
    others: roots.slice(state.length),
  };
}

test.each(Object.entries(updates))("%s of a transposed matrix is the transposed update", (_, state) => {
  const turn = turnOf(state);
  const turned = transposeCarried(turn);
  const fed = {
    ...feeds,
    w: downColumns(feeds["w"] ?? [], w.shape),
    v: downColumns(feeds["v"] ?? [], v.shape),
  };
  turned.state.forEach(({ before, after }, i) => {
    expect([before.shape, after.shape]).toEqual([
      [5, 7],
      [5, 7],
    ]);
    const expected = evaluate([turn.state[i]?.after as Tensor], feeds)[0] ?? [];
    expectClose(evaluate([after], fed)[0] ?? [], downColumns(Array.from(expected), [7, 5]), 1e-12);
  });
  expectClose(evaluate(turned.others, fed)[0] ?? [], evaluate(turn.others, feeds)[0] ?? [], 1e-12);
});

test("what would cost a pass or a product stays: other uses of the matrix, or of its gradient", () => {
  const update = sub(w, mul(rate, gradient));
  for (const other of [sum(gather(w, input("rows", [2], "int32"))), sum(square(w)), sum(square(gradient))]) {
    const turn = turnOf([{ before: w, after: update }], [other]);
    expect(transposeCarried(turn)).toEqual(turn);
  }
});

test("shapes that are as fast as they are stay", () => {
  for (const [rows, columns] of [
    [40, 16],
    [5, 7],
    [7, 1],
  ] as const) {
    const before = input("w", [rows, columns]);
    const product = matmul(input("x", [4, rows]), input("dy", [4, columns]), true, false);
    const turn = turnOf([{ before, after: sub(before, product) }], []);
    expect(transposeCarried(turn)).toEqual(turn);
  }
});

test("two matrices of one shape are carried apart", () => {
  const next = relu(matmul(matmul(x, w), v, false, true));
  const total = sum(square(next));
  const [dw = w, dv = v] = gradients(total, [w, v]);
  const turn = turnOf(
    [
      { before: w, after: sub(w, dw) },
      { before: v, after: sub(v, dv) },
    ],
    [sum(square(w))],
  );
  const { state } = transposeCarried(turn);
  expect(state.map(({ before }) => before.shape)).toEqual([
    [7, 5],
    [5, 7],
  ]);
});
