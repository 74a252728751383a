import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { mean, stepKey } from "../../base/index.ts";
import { expectGradient } from "../../../test/finite-differences.ts";
import {
  constant,
  evaluate,
  input,
  keepMask,
  matmul,
  mul,
  square,
  sub,
  sum,
  type Tensor,
} from "../../graph/index.ts";
import type { Site, Tools } from "../../seams/index.ts";
import { dropout } from "../index.ts";

const tools = (draw: Tools["keepMask"]): Tools & { site: Site } => ({ ...drawnTools({}), keepMask: draw });
const drawn = (step: number) =>
  tools((shape, rate) => keepMask(constant(stepKey(9, "dropout", step), [], "int32"), shape, rate));
const apply = (h: Tensor, rate: Tensor, given: ReturnType<typeof tools>): Tensor =>
  dropout.at.layers?.(h, { rate }, given) ?? h;

const shape = [40, 50];
const ones = constant(
  Array.from({ length: 2000 }, () => 3),
  shape,
);

test("with rate 0 it is the identity, bit for bit", () => {
  const [values, before] = evaluate([apply(ones, constant(0), drawn(1)), ones]);
  expect(values).toEqual(before);
});

test("drops the stated share and scales the others, so that the mean stays", () => {
  const rate = 0.3;
  const values = [1, 2, 3, 4, 5].flatMap((step) =>
    Array.from(evaluate([apply(ones, constant(rate), drawn(step))])[0] ?? []),
  );
  for (const value of new Set(values)) expect([0, expect.closeTo(3 / 0.7, 9)]).toContainEqual(value);
  const share = mean(values.map((value) => Number(value === 0)));
  // Five standard deviations of a share of 10,000 draws.
  expect(Math.abs(share - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / values.length));
  expect(Math.abs(mean(values) / 3 - 1)).toBeLessThan(5 * Math.sqrt(rate / (1 - rate) / values.length));
});

test("every step drops others", () => {
  const [first, second] = [1, 2].map((step) => evaluate([apply(ones, constant(0.5), drawn(step))])[0]);
  expect(first).not.toEqual(second);
});

test("the gradient flows through the kept units alone", () => {
  const h = input("h", [2, 3]);
  const mask = constant([1, 0, 1, 1, 1, 0], [2, 3]);
  const loss = sum(
    square(
      apply(
        h,
        constant(0.5),
        tools(() => mask),
      ),
    ),
  );
  expectGradient(loss, [h], { h: [1, 2, 3, 4, 5, 6] });
});

test("on linear regression its mean over all masks is the loss plus a ridge weighted by each column's norm", () => {
  const [rows, columns, keep] = [5, 8, 0.7];
  const x = Array.from({ length: rows * columns }, (_, i) => Math.sin(3 * i + 1));
  const w = Array.from({ length: columns }, (_, j) => Math.cos(2 * j));
  const y = Array.from({ length: rows }, (_, i) => i - 2);
  const mask = input("mask", [1, columns]);
  const inputs = apply(
    constant(x, [rows, columns]),
    constant(1 - keep),
    tools(() => mask),
  );
  const errors = sub(matmul(inputs, constant(w, [columns, 1])), constant(y, [rows, 1]));
  const loss = sum(mul(errors, errors));
  const lossWith = (bits: readonly number[], scale = 1): number =>
    evaluate([loss], { mask: bits.map((bit) => bit * scale) })[0]?.[0] ?? NaN;

  let expected = 0;
  for (let code = 0; code < 2 ** columns; code++) {
    const bits = Array.from({ length: columns }, (_, j) => (code >> j) & 1);
    const kept = bits.reduce((a, b) => a + b, 0);
    expected += keep ** kept * (1 - keep) ** (columns - kept) * lossWith(bits);
  }
  const plain = lossWith(
    w.map(() => 1),
    keep,
  );
  const ridge = w.reduce((total, weight, j) => {
    const norm = Array.from({ length: rows }, (_, i) => (x[i * columns + j] ?? 0) ** 2).reduce(
      (a, b) => a + b,
      0,
    );
    return total + norm * weight ** 2;
  }, 0);
  expect(expected).toBeCloseTo(plain + ((1 - keep) / keep) * ridge, 9);
});
