import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { alphaDropout } from "../index.ts";

const apply = (h: Tensor, rate: number, keep: readonly number[]): Tensor =>
  alphaDropout.at.layers?.(h, { rate: constant(rate) }, drawnTools({ keep: [keep] })) ?? h;
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("at rate 0.5 with α' = −1.758099 a kept and a dropped unit are as worked out by hand", () => {
  const low = -1.7580993408473766;
  // a = 1 / √(0.5 · (1 + 0.5 · 3.090913)) = 1 / √1.272728 = 0.886405; b = 0.886405 · 0.5 · 1.758099 = 0.779194.
  const found = valuesOf(apply(constant([2, 2]), 0.5, [1, 0]));
  expect(found[0]).toBeCloseTo(0.886405 * 2 + 0.779194, 5);
  expect(found[1]).toBeCloseTo(0.886405 * low + 0.779194, 5);
});

test("with rate 0 it is the identity, bit for bit", () => {
  const h = [0.1, -7, 1e-30];
  expect(valuesOf(apply(constant(h), 0, [1, 1, 1]))).toEqual(h);
});

test("mean 0 and variance 1 stay, exactly, over both outcomes of a draw", () => {
  // Two values −1 and 1 have mean 0 and variance 1; a unit is kept with probability 0.7.
  const rate = 0.3;
  const [keptLow = 0, keptHigh = 0, dropped = 0] = valuesOf(apply(constant([-1, 1, 1]), rate, [1, 1, 0]));
  const over = (f: (value: number) => number): number =>
    (1 - rate) * 0.5 * (f(keptLow) + f(keptHigh)) + rate * f(dropped);
  expect(over((value) => value)).toBeCloseTo(0, 12);
  expect(over((value) => value ** 2)).toBeCloseTo(1, 12);
});

test("agrees with PyTorch", () => {
  const expected = goldenCase("alphaDropout");
  expectGolden(expected, (h) => apply(h, 0.3, expected["keep"] as number[]));
});
