import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { meanOverSigns } from "../../../test/signs.ts";
import { constant, evaluate, input, matmul, square, sub, sum, type Tensor } from "../../graph/index.ts";
import { inputNoise } from "../index.ts";

const sigma = 0.3;
const [rows, columns] = [3, 3];
const x = [1, -2, 0.5, 3, 0, -1, 0.25, 1.5, 2];
const y = [0.7, -1, 2];
const w = [0.2, -0.1, 0.4];

const noise = input("z", [rows, columns]);
const noisy = (multiplicative: boolean, size = sigma): Tensor =>
  inputNoise.at.input?.(constant(x, [rows, columns]), { sigma: constant(size), multiplicative }, {
    normal: () => noise,
  } as never) ?? noise;
const valuesOf = (t: Tensor, z: readonly number[]): number[] => Array.from(evaluate([t], { z })[0] ?? []);

/** The residual sum of squares of a linear regression on the noisy inputs. */
const squares = (multiplicative: boolean, z: readonly number[]): number => {
  const residuals = sub(matmul(noisy(multiplicative), constant(w, [columns, 1])), constant(y, [rows, 1]));
  return valuesOf(sum(square(residuals)), z)[0] ?? NaN;
};

const z = [1, -1, 0, 2, 1, 0, 0, 0, -2];

test("additive: x + 0.3 z", () => {
  expectClose(valuesOf(noisy(false), z), [1.3, -2.3, 0.5, 3.6, 0.3, -1, 0.25, 1.5, 1.4], 1e-12);
});

test("multiplicative: x (1 + 0.3 z); 0 stays 0", () => {
  expectClose(valuesOf(noisy(true), z), [1.3, -1.4, 0.5, 4.8, 0, -1, 0.25, 1.5, 0.8], 1e-12);
});

const still = x.map(() => 0);

test("on linear regression its mean over the noise is the loss plus nσ²‖w‖²: ridge", () => {
  const norm = w.reduce((total, value) => total + value ** 2, 0);
  const expected = squares(false, still) + rows * sigma ** 2 * norm;
  expect(meanOverSigns(rows * columns, (signs) => squares(false, signs))).toBeCloseTo(expected, 12);
});

test("multiplicative: plus σ² Σ x² w², a ridge weighted by each column's norm", () => {
  const ridge = x.reduce((total, value, i) => total + (value * (w[i % columns] as number)) ** 2, 0);
  const expected = squares(true, still) + sigma ** 2 * ridge;
  expect(meanOverSigns(rows * columns, (signs) => squares(true, signs))).toBeCloseTo(expected, 12);
});

test("with σ 0 the inputs stay bit for bit", () => {
  for (const multiplicative of [false, true]) expect(valuesOf(noisy(multiplicative, 0), z)).toEqual(x);
});
