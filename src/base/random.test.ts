import { expect, test } from "vitest";
import { hash32, permutation, philox, stepKey, stream } from "./random.ts";

const hex = (words: readonly number[]): string =>
  words.map((word) => word.toString(16).padStart(8, "0")).join(" ");

// The known answers that Random123, the authors' own library, publishes for philox4x32-10.
test.each([
  [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    "408f276d 41c83b0e a20bc7c6 6d5451fd",
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    "d16cfe09 94fdcceb 5001e420 24126ea1",
  ],
] as const)("philox of %o with key %o", (counter, key, expected) => {
  expect(hex(philox(counter, key))).toBe(expected);
});

const first = (seed: number, ...path: string[]): number[] => {
  const draw = stream(seed, ...path);
  return Array.from({ length: 8 }, () => draw.uint32());
};

test("a stream depends on its seed and its name alone", () => {
  expect(first(1, "split")).toEqual(first(1, "split"));
  const others = [
    first(2, "split"),
    first(1, "batches"),
    first(1, "split", "1"),
    first(1 + 2 ** 32, "split"),
  ];
  for (const other of others) expect(other).not.toEqual(first(1, "split"));
});

test("uniform numbers lie strictly between 0 and 1 with the right mean; normal ones have mean 0 and variance 1", () => {
  const draw = stream(3, "moments");
  const n = 20_000;
  const uniform = Array.from({ length: n }, () => draw.uniform());
  expect(Math.min(...uniform)).toBeGreaterThan(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(Math.abs(uniform.reduce((a, b) => a + b) / n - 0.5)).toBeLessThan(4.5 / Math.sqrt(12 * n));
  const normal = Array.from({ length: n }, () => draw.normal());
  expect(Math.abs(normal.reduce((a, b) => a + b) / n)).toBeLessThan(4.5 / Math.sqrt(n));
  expect(Math.abs(normal.reduce((a, b) => a + b * b, 0) / n - 1)).toBeLessThan(4.5 * Math.sqrt(2 / n));
});

test("a permutation holds every number once, and every order is about as likely", () => {
  const orders = new Map<string, number>();
  const draw = stream(5, "orders");
  for (let i = 0; i < 6000; i++) {
    const order = Array.from(permutation(draw, 3));
    expect(new Set(order)).toEqual(new Set([0, 1, 2]));
    orders.set(`${order}`, (orders.get(`${order}`) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  // The standard deviation of each count is 28.9.
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});

test("numbers below n have no modulo bias", () => {
  const draw = stream(6, "below");
  // Of 3 · 2³⁰ values a plain remainder would give the first third twice as often as the others.
  const counts = [0, 0, 0];
  for (let i = 0; i < 6000; i++) {
    const third = Math.floor(draw.below(3 * 2 ** 30) / 2 ** 30);
    counts[third] = (counts[third] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(170);
});

test("step keys are int32 and differ by seed, stream and step", () => {
  const keys = [
    stepKey(1, "a", 0),
    stepKey(1, "a", 1),
    stepKey(2, "a", 0),
    stepKey(1, "b", 0),
    stepKey(2, "a", 1),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) expect(key).toBe(key | 0);
  // Seeds and steps do not shift into each other.
  expect(stepKey(1, "a", 2)).not.toBe(stepKey(2, "a", 1));
});

test("hashes of similar texts differ in about half of their bits", () => {
  const bits = (x: number): number => x.toString(2).replaceAll("0", "").length;
  const distances = Array.from({ length: 200 }, (_, i) =>
    bits((hash32(`l${i}`) ^ hash32(`l${i + 1}`)) >>> 0),
  );
  const mean = distances.reduce((a, b) => a + b) / distances.length;
  expect(Math.abs(mean - 16)).toBeLessThan(0.9);
});
