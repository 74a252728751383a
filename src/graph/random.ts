// Counter-based random numbers inside the graph: a hash of the step's key, the row and the column, so that any step can be
// drawn again without running the ones before it. Rows and columns are hashed apart and multiplied with each other: one
// operation per element, where a full hash takes eleven; tests compare its statistics with those of a sequential generator.
import { constant } from "./leaves.ts";
import {
  add,
  bitXor,
  cast,
  concat,
  cos,
  div,
  equal,
  floor,
  greater,
  greaterOrEqual,
  less,
  log,
  max,
  maxAlong,
  mul,
  reshape,
  shiftRight,
  sigmoid,
  sin,
  slice,
  sqrt,
  square,
  sub,
  sum,
  where,
} from "./ops/index.ts";
import { type Shape, sizeOf, type Tensor } from "./tensor.ts";

/** Where a draw comes from: an int32 scalar, as `stepKey` makes it for a seed, a stream and a step. */
export type RandomKey = Tensor;

const int32 = (value: number): Tensor => constant(value | 0, [], "int32");

/** @param x uint32. */
const xorShift = (x: Tensor, bits: number): Tensor => bitXor(x, shiftRight(x, bits));

const [firstFactor, secondFactor] = [0x7feb352d, 0x846ca68b];

/** Wellons' lowbias32 of int32 numbers, as uint32: a bijection of 32-bit integers with low avalanche bias. */
function avalanche(x: Tensor): Tensor {
  const once = mul(xorShift(cast(x, "uint32"), 16), firstFactor);
  const twice = mul(xorShift(once, 15), secondFactor);
  return xorShift(twice, 16);
}

const iota = (n: number, shape: Shape, from = 0): Tensor =>
  constant(
    Array.from({ length: n }, (_, i) => (i + from) | 0),
    shape,
    "int32",
  );

/** 2x + 1 as int32: odd numbers are those that have an inverse modulo 2³², so that none of their products loses bits. */
const odd = (x: Tensor): Tensor => add(mul(cast(x, "int32"), 2), 1);

/**
 * Random int32 numbers `[rows, columns]`, random in their high bits; none is 0. Between rows i and k a column keeps the
 * ratio of their numbers modulo 2³², which is as good as random: products of few small factors hardly ever meet.
 */
function randomBits(key: RandomKey, rows: number, columns: number): Tensor {
  const row = avalanche(add(iota(rows, [rows, 1]), key));
  const column = avalanche(add(iota(columns, [1, columns], 0x51ed270b), key));
  return mul(odd(row), odd(column));
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

/** How often a gamma number is tried; a try fails with a probability below 0.05. */
const tries = 8;

/**
 * Logarithms of numbers that have the gamma distribution of shape α > 0, `[count]`: the first accepted of several tries
 * at shape α + 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma variables"), times U^(1/α).
 */
function logGamma(key: RandomKey, count: number, alpha: Tensor): Tensor {
  const d = add(alpha, 2 / 3);
  const z = randomNormal(key, [count, tries]);
  const root = add(div(z, sqrt(mul(d, 9))), 1);
  // What lies below is refused; its logarithm must be a number all the same.
  const logV = mul(log(max(root, 1e-6)), 3);
  const v = mul(root, square(root));
  const bound = add(mul(square(z), 0.5), mul(d, add(sub(1, v), logV)));
  const u = randomUniform(add(key, int32(0x3c6ef372)), [count, tries]);
  const isAccepted = mul(cast(less(log(u), bound), "float32"), cast(greater(root, 1e-6), "float32"));
  const order = constant(
    Array.from({ length: tries }, (_, i) => tries - i),
    [1, tries],
  );
  const score = mul(isAccepted, order);
  const isFirst = cast(equal(score, maxAlong(score, [1], true)), "float32");
  const boost = div(log(randomUniform(add(key, int32(0x1b873593)), [count])), alpha);
  return add(add(log(d), div(sum(mul(isFirst, logV), [1]), sum(isFirst, [1]))), boost);
}

/** Numbers `[count]` that have the distribution Beta(α, α); an α of 0 gives 1 exactly. */
export function randomBeta(key: RandomKey, count: number, alpha: Tensor): Tensor {
  const both = logGamma(key, 2 * count, max(alpha, 1e-6));
  const beta = sigmoid(sub(slice(both, 0, 0, count), slice(both, 0, count, 2 * count)));
  return where(greater(alpha, 0), beta, 1);
}

/**
 * For each of `rows` rows another one, int32 `[rows]`: all are moved on by the same random number of places.
 * @param present `[rows]`: 1 for the first rows, which are there, and 0 for padding, which is nobody's partner.
 */
export function randomPartners(key: RandomKey, rows: number, present: Tensor | undefined): Tensor {
  const there = present ? sum(present) : constant(rows);
  const shift = add(floor(mul(randomUniform(key, []), sub(there, 1))), 1);
  const moved = add(iota(rows, [rows]), cast(shift, "int32"));
  const count = cast(there, "int32");
  return sub(moved, mul(cast(greaterOrEqual(moved, count), "int32"), count));
}
