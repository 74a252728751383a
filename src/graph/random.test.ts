import { beforeAll, describe, expect, test } from "vitest";
import { mean, normalCumulative, stepKey } from "../base/index.ts";
import {
  constant,
  evaluate,
  keepMask,
  randomBeta,
  randomNormal,
  randomPartners,
  randomUniform,
  type Shape,
  type Tensor,
  type Values,
} from "./index.ts";

const int32 = (value: number): Tensor => constant(value, [], "int32");
const keyOf = (step: number, seed: number, name: string): Tensor => int32(stepKey(seed, name, step));
const drawUniform = (shape: Shape, step = 1, seed = 99, name = "dropout"): Values =>
  evaluate([randomUniform(keyOf(step, seed, name), shape)])[0] ?? new Float64Array();

/** Of two lists of uniform numbers; standard normal when they are independent. */
function correlation(a: Values, b: Values): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += ((a[i] as number) - 0.5) * ((b[i] as number) - 0.5);
  return (total * 12) / Math.sqrt(a.length);
}

/** Pearson's statistic of counts that should be equal, brought to a standard normal (Wilson and Hilferty). */
function uniformityScore(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const chiSquare = counts.reduce((total, n) => total + (n - expected) ** 2 / expected, 0);
  const k = counts.length - 1;
  return ((chiSquare / k) ** (1 / 3) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
}

function histogram(values: Values, bins: number, of: (value: number) => number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = of(value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

// Every score below is standard normal for perfect numbers, and the numbers are always the same: a sound generator
// stays within these limits, the broken ones that were tried (a sum in place of the product, columns that are only
// counted) miss them by far.
const limit = 4.5;
const [rows, columns] = [128, 256];

describe("uniform numbers", () => {
  let matrix: Values;
  beforeAll(() => {
    matrix = drawUniform([rows, columns]);
  });

  test("lie strictly between 0 and 1, with the mean and variance of the uniform distribution", () => {
    expect(Math.min(...matrix)).toBeGreaterThan(0);
    expect(Math.max(...matrix)).toBeLessThan(1);
    const n = matrix.length;
    expect(Math.abs(mean(matrix) - 0.5) * Math.sqrt(12 * n)).toBeLessThan(limit);
    const variance = mean(matrix.map((value) => (value - 0.5) ** 2));
    expect(Math.abs(variance - 1 / 12) * Math.sqrt(180 * n)).toBeLessThan(limit);
  });

  test("fill 256 bins evenly by their high bits, and by lower ones", () => {
    for (const scale of [1, 2 ** 8, 2 ** 12]) {
      const counts = histogram(matrix, 256, (value) => Math.floor((value * scale * 256) % 256));
      expect(Math.abs(uniformityScore(counts)), `bits below ${Math.log2(scale)}`).toBeLessThan(limit);
    }
  });

  const rowOf = (i: number): Values => matrix.subarray(i * columns, (i + 1) * columns);
  const columnOf = (j: number): Values =>
    Float64Array.from({ length: rows }, (_, i) => matrix[i * columns + j] ?? 0);

  /** The scores of all pairs: each within reach of a normal number, and of mean square 1 together. */
  function expectIndependent(lists: readonly Values[]): void {
    const scores = lists.flatMap((a, i) => lists.slice(i + 1).map((b) => correlation(a, b)));
    // The largest of 8,000 normal numbers exceeds 5.5 once in 3,000 trials.
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(5.5);
    const excess = (mean(scores.map((z) => z * z)) - 1) * Math.sqrt(scores.length / 2);
    expect(Math.abs(excess)).toBeLessThan(limit);
  }

  test("rows are independent of each other", () => {
    expectIndependent(Array.from({ length: rows }, (_, i) => rowOf(i)));
  });

  test("columns are independent of each other", () => {
    expectIndependent(Array.from({ length: rows }, (_, j) => columnOf(j)));
  });

  test("the corners of rectangles are independent", () => {
    // Rows and columns are hashed apart, so a weak mixer would show in u(i,j) u(i,j') u(i',j) u(i',j').
    let total = 0;
    let count = 0;
    const centred = (i: number, j: number): number => Math.sqrt(12) * ((matrix[i * columns + j] ?? 0) - 0.5);
    for (let i = 0; i + 1 < rows; i += 2)
      for (let j = 0; j + 1 < columns; j += 2) {
        total += centred(i, j) * centred(i, j + 1) * centred(i + 1, j) * centred(i + 1, j + 1);
        count++;
      }
    expect(Math.abs(total) / Math.sqrt(count)).toBeLessThan(limit);
  });
});

describe("streams", () => {
  const shape = [64, 64];
  const first = drawUniform(shape);

  test("the same step, seed and name give the same numbers", () => {
    expect(drawUniform(shape)).toEqual(first);
  });

  test.each([
    ["the next step", drawUniform(shape, 2)],
    ["a far step", drawUniform(shape, 1_000_000)],
    ["the next seed", drawUniform(shape, 1, 100)],
    ["another name", drawUniform(shape, 1, 99, "dropout#2")],
  ])("%s gives independent numbers", (_, other) => {
    expect(Math.abs(correlation(first, other))).toBeLessThan(limit);
    expect(other.filter((value, i) => value === first[i]).length).toBeLessThan(3);
  });

  test("many steps of one number are uniform and uncorrelated in time", () => {
    const path = Float64Array.from({ length: 4096 }, (_, step) => drawUniform([1], step)[0] ?? 0);
    expect(Math.abs(uniformityScore(histogram(path, 64, (value) => Math.floor(value * 64))))).toBeLessThan(
      limit,
    );
    for (const lag of [1, 2, 7, 64])
      expect(Math.abs(correlation(path.subarray(lag), path.subarray(0, -lag)))).toBeLessThan(limit);
  });

  test("numbers of any shape: a scalar, a vector, four axes", () => {
    for (const each of [[], [7], [3, 2, 4, 5]] as const) {
      const drawn = randomUniform(keyOf(1, 1, "shape"), each);
      expect(drawn.shape).toEqual(each);
      expect(new Set(evaluate([drawn])[0]).size).toBe(each.reduce<number>((a, b) => a * b, 1));
    }
  });
});

describe("masks", () => {
  const maskOf = (rate: number): Values =>
    evaluate([keepMask(keyOf(3, 4, "mask"), [100, 200], constant(rate))])[0] ?? new Float64Array();

  test.each([0.05, 0.3, 0.5, 0.95])("a rate of %d drops that share", (rate) => {
    const mask = maskOf(rate);
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    const score = (mean(mask) - (1 - rate)) / Math.sqrt((rate * (1 - rate)) / mask.length);
    expect(Math.abs(score)).toBeLessThan(limit);
  });

  test("a rate of 0 keeps everything, a rate just below 1 is no overflow", () => {
    expect(maskOf(0).every((value) => value === 1)).toBe(true);
    expect(mean(maskOf(0.999999))).toBeLessThan(0.001);
  });

  test("a higher rate drops what a lower one drops, and more", () => {
    const [low, high] = [maskOf(0.2), maskOf(0.6)];
    expect(low.every((value, i) => value >= (high[i] as number))).toBe(true);
  });
});

describe("normal numbers", () => {
  const drawn = evaluate([randomNormal(keyOf(5, 6, "noise"), [128, 255])])[0] ?? new Float64Array();
  const n = drawn.length;
  const moment = (power: number): number => mean(drawn.map((value) => value ** power));

  test("have the first four moments of the standard normal distribution", () => {
    expect(n).toBe(128 * 255);
    // The variances of the sample moments: 1, 2, 15 and 96, over n.
    expect(Math.abs(moment(1)) * Math.sqrt(n)).toBeLessThan(limit);
    expect(Math.abs(moment(2) - 1) * Math.sqrt(n / 2)).toBeLessThan(limit);
    expect(Math.abs(moment(3)) * Math.sqrt(n / 15)).toBeLessThan(limit);
    expect(Math.abs(moment(4) - 3) * Math.sqrt(n / 96)).toBeLessThan(limit);
  });

  test("are normal in 128 bins of equal probability", () => {
    const counts = histogram(drawn, 128, (value) => Math.floor(normalCumulative(value) * 128));
    expect(Math.abs(uniformityScore(counts))).toBeLessThan(limit);
  });

  test("the two halves that share a radius are independent, in size too", () => {
    const half = 128;
    let [products, squares] = [0, 0];
    let pairs = 0;
    for (let i = 0; i < 128; i++)
      for (let j = 0; j + half < 255; j++) {
        const [a, b] = [drawn[i * 255 + j] ?? 0, drawn[i * 255 + j + half] ?? 0];
        products += a * b;
        squares += ((a * a - 1) * (b * b - 1)) / 2;
        pairs++;
      }
    expect(Math.abs(products) / Math.sqrt(pairs)).toBeLessThan(limit);
    expect(Math.abs(squares) / Math.sqrt(pairs)).toBeLessThan(limit);
  });
});

describe("partners", () => {
  const drawn = (step: number, rows: number, present?: readonly number[]): number[] => {
    const there = present && constant(present);
    return [...(evaluate([randomPartners(keyOf(step, 1, "partners"), rows, there)])[0] ?? [])];
  };
  const inOrder = (rows: readonly number[]): number[] => rows.toSorted((a, b) => a - b);
  const steps = Array.from({ length: 40 }, (_, i) => i);

  test("are other rows, each row once, and all others come in time", () => {
    const all = steps.map((step) => drawn(step, 4));
    for (const partners of all) {
      expect(inOrder(partners)).toEqual([0, 1, 2, 3]);
      partners.forEach((partner, i) => expect(partner).not.toBe(i));
    }
    expect(new Set(all.map(([first]) => first))).toEqual(new Set([1, 2, 3]));
  });

  test("are rows that are there", () => {
    for (const step of steps) {
      const partners = drawn(step, 5, [1, 1, 1, 0, 0]);
      expect(inOrder(partners.slice(0, 3))).toEqual([0, 1, 2]);
      expect(Math.max(...partners)).toBeLessThan(5);
    }
  });

  test("of a single row is itself", () => expect(drawn(1, 3, [1, 0, 0])[0]).toBe(0));
});

test("Beta(0, 0) is 1 exactly, and very small shapes give numbers", () => {
  const key = keyOf(1, 1, "beta");
  const [off, small] = evaluate([0, 0.001].map((alpha) => randomBeta(key, 50, constant(alpha))));
  expect([...(off ?? [])]).toEqual(Array.from({ length: 50 }, () => 1));
  // Nearly every share is 0 or 1.
  expect(small?.filter((share) => share > 0.01 && share < 0.99).length).toBeLessThan(5);
  expect(small?.filter((share) => share > 0.5).length).toBeGreaterThan(10);
});
