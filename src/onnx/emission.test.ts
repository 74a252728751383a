import { expect, test } from "vitest";
import { counted, decodeModel } from "../../test/onnx-nodes.ts";
import { add, constant, exp, input, mul, relu, sum } from "../graph/index.ts";
import { compileLoop, compileModel } from "./index.ts";

test("what no turn changes is computed once, before the loop", () => {
  const [w, rate] = [input("w", [2]), input("rate", [])];
  const step = add(mul(w, exp(rate)), relu(constant([1, 2])));
  const { once, inside } = decodeModel(
    compileLoop({ perStep: [], state: [{ before: w, after: step }], scans: {} }),
  );
  expect(once).toEqual(["Exp", "Relu", "Loop"]);
  expect(counted(inside)).toEqual({ Add: 1, Identity: 1, Mul: 1 });
});

test("equal expressions are computed once, and what nothing needs is not there", () => {
  const w = input("w", [2]);
  exp(w);
  const square = () => sum(mul(relu(w), relu(w)));
  const { inside } = decodeModel(
    compileLoop({
      perStep: [],
      state: [{ before: w, after: mul(w, add(square(), square())) }],
      scans: { square: square() },
    }),
  );
  expect(counted(inside)).toEqual({ Add: 1, Identity: 1, Mul: 1, ReduceSumSquare: 1, Relu: 1 });
});

test("equal constants are stored once", () => {
  const w = input("w", [2]);
  const shifted = add(mul(w, constant([2, 3])), add(exp(w), constant([2, 3])));
  const { model } = decodeModel(compileModel({ outputs: { shifted } }));
  expect(model.graph?.initializer).toHaveLength(1);
});

test("inputs are in the file only when something needs them", () => {
  const [w, unused] = [input("w", [1]), input("unused", [1])];
  mul(w, unused);
  const { model } = decodeModel(compileModel({ outputs: { w2: mul(w, 2) } }));
  expect(model.graph?.input.map(({ name }) => name)).toEqual(["w"]);
});
