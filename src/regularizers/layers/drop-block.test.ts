import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { constant, evaluate, keepMask, type Tensor } from "../../graph/index.ts";
import type { Tools } from "../../seams/index.ts";
import { dropBlock } from "../index.ts";

interface Given {
  readonly rate?: number;
  readonly size: number;
  readonly channelAxis?: 1 | 2;
  readonly keep?: readonly number[];
  readonly keepMask?: Tools["keepMask"];
}

function apply(h: Tensor, { rate = 0.5, size, channelAxis = 1, keep = [], keepMask: own }: Given): Tensor {
  const tools = drawnTools({ keep: [keep], site: { channelAxis } });
  const params = { rate: constant(rate), size };
  return dropBlock.at.layers?.(h, params, { ...tools, ...(own && { keepMask: own }) }) ?? h;
}
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);
const ones = (shape: readonly number[]): Tensor =>
  constant(new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape);

test("one block of 2 × 2 in an image of 3 × 4 leaves 8 of 12, which count 12/8", () => {
  // Blocks begin at one of 2 × 3 places; here at the second of the second row.
  const found = apply(ones([1, 1, 3, 4]), { size: 2, keep: [1, 1, 1, 1, 0, 1] });
  expect(valuesOf(found)).toEqual([1.5, 1.5, 1.5, 1.5, 1.5, 0, 0, 1.5, 1.5, 0, 0, 1.5]);
});

test("each channel of each example has blocks of its own, and all are scaled alike", () => {
  const found = apply(ones([2, 2, 2, 2]), { size: 2, keep: [1, 0, 1, 1] });
  expect(valuesOf(found)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1].map((x) => (x * 4) / 3));
});

test("a block is clamped to what it lies in: it then drops whole channels", () => {
  const found = apply(ones([1, 3, 2, 3]), { size: 5, keep: [1, 0, 1] });
  expect(valuesOf(found)).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1].map((x) => x * 1.5));
});

test("in sequences a block is a stretch, wherever channels lie", () => {
  const sequence = apply(ones([1, 1, 5]), { size: 2, keep: [1, 0, 1, 1] });
  expect(valuesOf(sequence)).toEqual([1, 0, 0, 1, 1].map((x) => (x * 5) / 3));
  const vectors = apply(ones([1, 3, 2]), { size: 2, channelAxis: 2, keep: [1, 1, 0, 1] });
  expect(valuesOf(vectors)).toEqual([1, 0, 1, 0, 1, 1].map((x) => (x * 6) / 4));
});

test("blocks begin with probability γ = rate/s² · HW/((H − s + 1)(W − s + 1))", () => {
  const rateAt = (shape: readonly number[], size: number): number => {
    let asked: Tensor = constant(NaN);
    apply(ones(shape), {
      size,
      keepMask: (places, rate) => {
        asked = rate;
        return ones(places);
      },
    });
    return valuesOf(asked)[0] ?? NaN;
  };
  expect(rateAt([1, 1, 6, 8], 3)).toBeCloseTo(((0.5 / 9) * 48) / 24, 12);
  expect(rateAt([1, 1, 2, 8], 3)).toBeCloseTo(((0.5 / 6) * 16) / 6, 12);
  expect(rateAt([1, 1, 10], 4)).toBeCloseTo(((0.5 / 4) * 10) / 7, 12);
  expect(rateAt([1, 1, 6, 8], 1)).toBeCloseTo(0.5, 12);
});

test("a unit in the middle is dropped with probability 1 − (1 − γ)^(s²), and the mean of equal units stays", () => {
  const [rate, size] = [0.3, 3];
  const draw: Tools["keepMask"] = (shape, share) => keepMask(constant(7, [], "int32"), shape, share);
  const found = valuesOf(apply(ones([200, 10, 6, 6]), { rate, size, keepMask: draw }));
  // Of 72,000 numbers: rounding adds up.
  expect(found.reduce((a, b) => a + b, 0) / found.length).toBeCloseTo(1, 10);
  const middle = found.filter((_, i) => i % 36 === 2 * 6 + 3);
  const gamma = ((rate / 9) * 36) / 16;
  const expected = 1 - (1 - gamma) ** 9;
  const share = middle.filter((value) => value === 0).length / middle.length;
  // Five standard deviations.
  expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / middle.length));
});

test("with rate 0 it is the identity, bit for bit; where everything is dropped it gives zeros", () => {
  const h = constant([0.1, -7, 1e-30, 3, 0.7, 0], [1, 1, 2, 3]);
  expect(valuesOf(apply(h, { rate: 0, size: 2, keep: [1, 1] }))).toEqual(valuesOf(h));
  expect(valuesOf(apply(ones([1, 1, 2, 2]), { size: 2, keep: [0] }))).toEqual([0, 0, 0, 0]);
});

test("leaves units without an extent alone", () => {
  const units = constant([1, 2], [1, 2]);
  expect(apply(units, { size: 2 })).toBe(units);
});

test.each([
  ["images", 2, 1],
  ["sequences", 3, 1],
  ["vectors", 3, 2],
] as const)("agrees with PyTorch on %s", (kind, size, channelAxis) => {
  const expected = goldenCase("dropBlock", kind);
  expectGolden(expected, (h) => apply(h, { size, channelAxis, keep: expected["keep"] as number[] }));
});
