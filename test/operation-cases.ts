// Sample cases of every operation of the graph: for finite differences, and for agreement with ONNX Runtime.
import {
  abs,
  add,
  bitXor,
  cast,
  clip,
  concat,
  cos,
  div,
  equal,
  erf,
  exp,
  expand,
  floor,
  fuse,
  affine,
  gather,
  gelu,
  greater,
  greaterOrEqual,
  isPositive,
  inverseDeviation,
  layerNormalize,
  less,
  lessOrEqual,
  log,
  logSoftmax,
  matmul,
  max,
  maxAlong,
  minAlong,
  min,
  mul,
  neg,
  relu,
  selu,
  reshape,
  scatterAdd,
  type Shape,
  shiftRight,
  sigmoid,
  sign,
  sin,
  slice,
  softmax,
  sqrt,
  sub,
  sum,
  tanh,
  type Tensor,
  transpose,
  where,
  withGradient,
} from "../src/graph/index.ts";
import { of, type OperationCase } from "./operation-case.ts";
import { float, int32, positive, type Sample, signed, uint32, uint8 } from "./operation-samples.ts";
import { windowCases } from "./window-cases.ts";

type Binary = (a: Tensor, b: Tensor) => Tensor;

const broadcasts = (build: Binary, second = signed): OperationCase[] => [
  of("equal shapes", [signed("a", [2, 3]), second("b", [2, 3])], build as OperationCase["build"]),
  of("a row for all", [signed("a", [2, 3]), second("b", [3])], build as OperationCase["build"]),
  of("a column by a row", [signed("a", [2, 1]), second("b", [1, 3])], build as OperationCase["build"]),
  of("a scalar for all", [signed("a", []), second("b", [2, 2])], build as OperationCase["build"]),
];

const extremes = [2147483647, -2147483648, 0x7feb352d, -1, 3, 0];
const integers = (build: Binary): OperationCase[] => [
  of(
    "integers that wrap",
    [int32(extremes), int32([1, -1, 0x46ca68b, 0x7feb352d, -5, 9])],
    build as OperationCase["build"],
  ),
];

const comparisons = (build: Binary): OperationCase[] => [
  of("floats", [float([1, 2, 3]), float([2, 2, 2])], build as OperationCase["build"]),
  of("integers", [int32([1, 2, 3]), int32([2])], build as OperationCase["build"]),
];

const functionOf = (build: (x: Tensor) => Tensor, sample = signed): OperationCase[] => [
  of("a matrix", [sample("x", [3, 4])], (x) => build(x as Tensor)),
];

const logits = float([1, 2, 3, 4, -1, 0.5, 0.25, 2, 900, 901, 899, 0], [3, 4]);

const product = (
  title: string,
  a: Shape,
  b: Shape,
  [transposeA, transposeB]: readonly [boolean, boolean],
): OperationCase =>
  of(title, [signed("a", a), signed("b", b)], (x, y) =>
    matmul(x as Tensor, y as Tensor, transposeA, transposeB),
  );

const one = (title: string, sample: Sample, build: (x: Tensor) => Tensor): OperationCase =>
  of(title, [sample], (x) => build(x as Tensor));

/** A case with its sums folded into their products. */
const fused = (
  title: string,
  samples: readonly Sample[],
  build: (a: Tensor, b: Tensor, c: Tensor) => Tensor,
): OperationCase =>
  of(title, samples, (a, b, c) => fuse([build(a as Tensor, b as Tensor, c as Tensor)])[0] as Tensor);

/** By the name of the operation: each case's result is a value of that operation. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
  ...windowCases,
  add: [...broadcasts(add), ...integers(add)],
  sub: [...broadcasts(sub), ...integers(sub)],
  mul: [...broadcasts(mul), ...integers(mul)],
  div: broadcasts(div, positive),
  max: [...broadcasts(max), ...integers(max)],
  min: [...broadcasts(min), ...integers(min)],
  clip: [
    one("within bounds", signed("x", [2, 3]), (x) => clip(x, -0.5, 0.7)),
    of(
      "bounds that are inputs",
      [float([-3, 0.25, 0.5, 2]), float([-1], []), float([1.5], [])],
      (x, from, to) => clip(x as Tensor, from as Tensor, to as Tensor),
    ),
  ],
  neg: [...functionOf(neg), one("integers", int32([1, -2, 0]), neg)],
  greater: comparisons(greater),
  greaterOrEqual: comparisons(greaterOrEqual),
  less: comparisons(less),
  lessOrEqual: comparisons(lessOrEqual),
  equal: comparisons(equal),
  where: [
    of("floats", [signed("a", [2, 3]), signed("b", [2, 3])], (a, b) =>
      where(greater(a as Tensor, 0), a as Tensor, b as Tensor),
    ),
    of("a number on one side", [signed("a", [2, 3])], (a) => where(greater(a as Tensor, 0), a as Tensor, -1)),
    of("broadcast branches", [signed("a", [2, 3]), signed("b", [3]), signed("c", [2, 1])], (a, b, c) =>
      where(greater(a as Tensor, 0), b as Tensor, c as Tensor),
    ),
  ],
  exp: functionOf(exp),
  log: functionOf(log, positive),
  sqrt: functionOf(sqrt, positive),
  abs: functionOf(abs),
  sign: functionOf(sign),
  floor: functionOf(floor),
  sin: functionOf(sin),
  cos: functionOf(cos),
  tanh: functionOf(tanh),
  sigmoid: functionOf(sigmoid),
  relu: functionOf(relu),
  isPositive: [
    ...functionOf(isPositive),
    one("extremes", float([0, -0, 1.2e-38, -1.2e-38, 1e-30, -1e-30, 3e38, -3e38]), isPositive),
  ],
  erf: [...functionOf(erf), one("tails", float([-5, -3.5, -2.9, 2.9, 3.1, 4]), erf)],
  gelu: [...functionOf(gelu), one("tails", float([-9, -5, -0.5, 0, 0.5, 5]), gelu)],
  selu: [...functionOf(selu), one("tails", float([-30, -5, -0.5, -1e-3, 1e-3, 0.5, 5]), selu)],
  layerNormalize: [
    of(
      "rows of a batch",
      [signed("x", [2, 3, 4]), signed("gain", [4]), signed("offset", [4])],
      (x, gain, offset) => layerNormalize(x as Tensor, gain as Tensor, offset as Tensor, 0.01),
    ),
  ],
  inverseDeviation: [one("rows of a batch", signed("x", [2, 3, 4]), (x) => inverseDeviation(x, 0.01))],
  matmul: [
    product("matrices", [2, 3], [3, 4], [false, false]),
    product("first transposed", [3, 2], [3, 4], [true, false]),
    product("second transposed", [2, 3], [4, 3], [false, true]),
    product("both transposed", [3, 2], [4, 3], [true, true]),
    product("a batch of each", [2, 3, 4], [2, 4, 5], [false, false]),
    product("a batch by one matrix", [2, 3, 4], [4, 5], [false, false]),
    product("a batch by one transposed matrix", [2, 3, 4], [5, 4], [false, true]),
    product("a batch with the second transposed", [2, 3, 4], [2, 5, 4], [false, true]),
    product("a batch with the first transposed", [2, 4, 3], [2, 4, 5], [true, false]),
  ],
  affine: [
    of("a batch", [signed("x", [4, 3]), signed("w", [3, 2]), signed("b", [2])], (x, w, b) =>
      affine(x as Tensor, w as Tensor, b as Tensor),
    ),
    fused(
      "a matrix less a product",
      [signed("a", [4, 3]), signed("b", [4, 5]), signed("c", [3, 5])],
      (a, b, c) => sub(c, mul(matmul(a, b, true, false), 0.5)),
    ),
    fused(
      "a matrix and a product",
      [signed("a", [4, 2]), signed("b", [5, 2]), signed("c", [4, 5])],
      (a, b, c) => add(c, matmul(a, b, false, true)),
    ),
    fused("both transposed", [signed("a", [2, 4]), signed("b", [5, 2]), signed("c", [4, 5])], (a, b, c) =>
      add(matmul(a, b, true, true), c),
    ),
  ],
  transpose: [
    one("a matrix", signed("x", [2, 3]), (x) => transpose(x, [1, 0])),
    one("three axes", signed("x", [2, 3, 4]), (x) => transpose(x, [2, 0, 1])),
  ],
  slice: [
    one("from the start", signed("x", [4, 3]), (x) => slice(x, 0, 0, 2)),
    one("from the middle", signed("x", [2, 5, 2]), (x) => slice(x, 1, 1, 4)),
    one("to the end", signed("x", [2, 4]), (x) => slice(x, 1, 2, 4)),
  ],
  concat: [
    of("two along rows", [signed("a", [1, 3]), signed("b", [2, 3])], (...parts) => concat(parts, 0)),
    of("three along columns", [signed("a", [2, 1]), signed("b", [2, 3]), signed("c", [2, 2])], (...parts) =>
      concat(parts, 1),
    ),
  ],
  gather: [
    of("rows, one of them twice", [signed("x", [4, 3]), int32([2, 0, 2])], (x, rows) =>
      gather(x as Tensor, rows as Tensor),
    ),
    of("a matrix of rows", [signed("x", [4, 3]), int32([1, 3, 0, 0], [2, 2])], (x, rows) =>
      gather(x as Tensor, rows as Tensor),
    ),
    of("bytes", [uint8([0, 255, 7, 9], [2, 2]), int32([1, 1, 0])], (x, rows) =>
      gather(x as Tensor, rows as Tensor),
    ),
  ],
  scatterAdd: [
    of("rows, one of them twice", [signed("x", [3, 2]), int32([1, 0, 1])], (x, rows) =>
      scatterAdd(x as Tensor, rows as Tensor, 4),
    ),
    of("a matrix of rows", [signed("x", [2, 2, 3]), int32([1, 3, 0, 3], [2, 2])], (x, rows) =>
      scatterAdd(x as Tensor, rows as Tensor, 5),
    ),
  ],
  softmax: [...functionOf(softmax), one("large logits", logits, softmax)],
  logSoftmax: [...functionOf(logSoftmax), one("large logits", logits, logSoftmax)],
  reshape: [
    one("the first axis kept", signed("x", [2, 3, 4]), (x) => reshape(x, [2, 12])),
    one("the first axis changed", signed("x", [2, 6]), (x) => reshape(x, [3, 4])),
    one("to a scalar", signed("x", [1, 1]), (x) => reshape(x, [])),
  ],
  sum: [
    one("everything", signed("x", [2, 3]), (x) => sum(x)),
    one("the last axis", signed("x", [2, 3]), (x) => sum(x, [1])),
    one("the first axis", signed("x", [5, 3]), (x) => sum(x, [0])),
    one("all axes but the last", signed("x", [2, 3, 4]), (x) => sum(x, [0, 1])),
    one("the first axis, kept", signed("x", [2, 3]), (x) => sum(x, [0], true)),
    one("two axes of three", signed("x", [2, 3, 4]), (x) => sum(x, [0, 2])),
  ],
  minAlong: [
    one("everything", signed("x", [2, 3]), (x) => minAlong(x)),
    one("the last axis, kept", signed("x", [2, 3]), (x) => minAlong(x, [1], true)),
  ],
  maxAlong: [
    one("everything", signed("x", [2, 3]), (x) => maxAlong(x)),
    one("the last axis, kept", signed("x", [2, 3]), (x) => maxAlong(x, [1], true)),
  ],
  expand: [
    one("a scalar", signed("x", []), (x) => expand(x, [2, 3])),
    one("a row", signed("x", [3]), (x) => expand(x, [2, 3])),
    one("a column", signed("x", [2, 1]), (x) => expand(x, [2, 3])),
    one("a leading axis", signed("x", [1, 3]), (x) => expand(x, [2, 2, 3])),
  ],
  cast: [
    one("float to integer cuts off", float([1.9, -1.9, 0.5, -0.5, 3]), (x) => cast(x, "int32")),
    one("integer to float", int32([1, -2, 16777216]), (x) => cast(x, "float32")),
    one("float to bool", float([0, 1, -2, 0.5]), (x) => cast(x, "bool")),
    one("byte to float", uint8([0, 128, 255]), (x) => cast(x, "float32")),
    one("signed to unsigned keeps the bits", int32(extremes), (x) => cast(x, "uint32")),
    one("unsigned to signed keeps the bits", uint32([0, 1, 2147483648, 4294967295]), (x) => cast(x, "int32")),
    one("int32 to int64", int32(extremes), (x) => cast(x, "int64")),
  ],
  bitXor: [
    of("integers", [int32(extremes), int32([5, 5, 0x5bd1e995, -2, 3, -7])], (a, b) =>
      bitXor(a as Tensor, b as Tensor),
    ),
  ],
  shiftRight: [
    one("by 15", uint32([4294967295, 2147483648, 65536, 1]), (x) => shiftRight(x, 15)),
    one("by 16", uint32([4294967295, 2147483648, 65536, 1]), (x) => shiftRight(x, 16)),
  ],
  alias: [
    one("a gradient of its own", signed("x", [3]), (x) =>
      withGradient(mul(x, x), [x], (dy) => [mul(mul(dy, 2), x)]),
    ),
  ],
};
