// Counter-based random numbers inside the graph: a hash of the step's key, the row and the column, so that any step can be
// drawn again without running the ones before it. Rows and columns are hashed apart and mixed once per element, which
// costs a third of a full hash of each element; tests compare its statistics with those of a sequential generator.
import { constant } from "./leaves.ts";
import {
  add,
  bitXor,
  cast,
  concat,
  cos,
  greaterOrEqual,
  log,
  mul,
  reshape,
  shiftRight,
  sin,
  slice,
  sqrt,
  sub,
} from "./ops/index.ts";
import { type Shape, sizeOf, type Tensor } from "./tensor.ts";

/** Where a draw comes from: an int32 scalar, as `stepKey` makes it for a seed, a stream and a step. */
export type RandomKey = Tensor;

const int32 = (value: number): Tensor => constant(value | 0, [], "int32");

const xorShift = (x: Tensor, bits: number): Tensor =>
  bitXor(x, cast(shiftRight(cast(x, "uint32"), bits), "int32"));

/** Wellons' lowbias32: a bijection of 32-bit integers with low avalanche bias. */
function avalanche(x: Tensor): Tensor {
  const once = mul(xorShift(x, 16), int32(0x7feb352d));
  const twice = mul(xorShift(once, 15), int32(0x846ca68b));
  return xorShift(twice, 16);
}

const iota = (n: number, shape: Shape, from = 0): Tensor =>
  constant(
    Array.from({ length: n }, (_, i) => (i + from) | 0),
    shape,
    "int32",
  );

/** Random int32 numbers `[rows, columns]`, all 32 bits in play. */
function randomBits(key: RandomKey, rows: number, columns: number): Tensor {
  const row = avalanche(add(iota(rows, [rows, 1]), key));
  const column = avalanche(add(iota(columns, [1, columns], 0x51ed270b), key));
  const mixed = mul(add(row, column), int32(0x7feb352d));
  return mul(xorShift(mixed, 15), int32(0x846ca68b));
}

function matrixOf(shape: Shape): readonly [rows: number, columns: number] {
  const [rows = 1, ...rest] = shape;
  return shape.length < 2 ? [1, rows] : [rows, sizeOf(rest)];
}

/** Uniform numbers strictly between 0 and 1. */
export function randomUniform(key: RandomKey, shape: Shape): Tensor {
  const bits = cast(randomBits(key, ...matrixOf(shape)), "float32");
  return reshape(add(mul(bits, 0.99999988 / 2 ** 32), 0.5), shape);
}

/** 1 with probability 1 − `rate`, else 0, as float32; a rate of 0 keeps everything exactly. */
export function keepMask(key: RandomKey, shape: Shape, rate: Tensor): Tensor {
  // 4294967040 is the largest float32 below 2³²: a rate just under 1 must not overflow the threshold.
  const threshold = cast(sub(mul(rate, 4294967040), 2147483648), "int32");
  const bits = randomBits(key, ...matrixOf(shape));
  return reshape(cast(greaterOrEqual(bits, threshold), "float32"), shape);
}

/** Standard normal numbers (Box–Muller: each pair of draws gives a cosine and a sine half). */
export function randomNormal(key: RandomKey, shape: Shape): Tensor {
  const [rows, columns] = matrixOf(shape);
  const half = Math.ceil(columns / 2);
  const radius = sqrt(mul(log(randomUniform(key, [rows, half])), -2));
  const angle = mul(cast(randomBits(add(key, int32(0x6a09e667)), rows, half), "float32"), Math.PI / 2 ** 31);
  const both = concat([mul(radius, cos(angle)), mul(radius, sin(angle))], 1);
  return reshape(2 * half === columns ? both : slice(both, 1, 0, columns), shape);
}
