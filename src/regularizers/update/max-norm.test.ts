import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { seamsWith, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { constant } from "../../graph/index.ts";
import { maxNorm } from "../index.ts";

const limited = (values: readonly number[], shape: readonly number[], norm: number): number[] =>
  valuesAt(seamsWith(maxNorm, { norm }).update(weightOf(shape), constant([...values], shape)), values);

test("the weights into a unit are a column: (3, 4) of norm 5 becomes norm 2.5, (1, −2) stays", () => {
  expectClose(limited([3, 1, 4, -2], [2, 2], 2.5), [1.5, 1, 2, -2], 1e-12);
});

test("of convolutions they are what one channel is made from", () => {
  // Two channels from 1 × 2 × 2 numbers: the first has norm 4, the second norm 1.
  const kernels = [2, 2, 2, 2, 0.5, 0.5, 0.5, 0.5];
  expectClose(limited(kernels, [2, 1, 2, 2], 2), [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5], 1e-12);
});

test("weights within the ball stay bit for bit, zeros too", () => {
  const inside = [0.1, 0, 0.7, 0, -0.3, 0];
  expect(limited(inside, [3, 2], 1)).toEqual(inside);
});

test("what comes out has at most the norm, and once more changes nothing", () => {
  const once = limited([30, 0.2, -40, 0.1], [2, 2], 3);
  expect(Math.hypot(once[0] as number, once[2] as number)).toBeCloseTo(3, 12);
  expectClose(limited(once, [2, 2], 3), once, 1e-12);
});
