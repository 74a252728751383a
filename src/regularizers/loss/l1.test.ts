import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { seamsWith, sgdUpdate, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { constant } from "../../graph/index.ts";
import { l1 } from "../index.ts";

const lambda = 2;
const weight = [1, -2, 0, 0.03];

test.each([
  ["mean", (2 / 5) * 3.03],
  ["sum", 2 * 3.03],
] as const)("%s: the penalty of Σ|w| = 3.03 with λ = 2 and n = 5 is %d", (convention, expected) => {
  const penalty = seamsWith(l1, { lambda, convention }).penalty([weightOf([2, 2])]);
  expect(valuesAt(penalty, weight)[0]).toBeCloseTo(expected, 12);
});

test("an SGD update moves every weight by ηλ/n towards 0, and past it; a weight of 0 stays", () => {
  // ηλ/n = 0.1 · 2 / 5 = 0.04.
  const updated = sgdUpdate(seamsWith(l1, { lambda }), weight, [0, 0, 0, 0]);
  expectClose(updated, [0.96, -1.96, 0, -0.01], 1e-12);
});

test("the proximal form moves them as far, but stops exactly at 0, and its objective is the loss alone", () => {
  const seams = seamsWith(l1, { lambda, proximal: true });
  const updated = sgdUpdate(seams, weight, [0, 0, 0, 0]);
  expectClose(updated, [0.96, -1.96, 0, 0], 1e-12);
  expect(updated[3]).toBe(0);
  expect(valuesAt(seams.penalty([weightOf([2, 2])]), weight)).toEqual([0]);
  // In the convention sum the threshold is ηλ = 0.2.
  const sum = seamsWith(l1, { lambda, proximal: true, convention: "sum" });
  expectClose(sgdUpdate(sum, [0.5, -0.19, 0.19, -3], [0, 0, 0, 0]), [0.3, 0, 0, -2.8], 1e-12);
});

test("proximal gradient descent finds the lasso of an orthonormal design: the soft threshold", () => {
  // ½‖w − z‖² + λ‖w‖₁ has its minimum at sign(z) max(|z| − λ, 0).
  const z = [3, -0.5, 0.2, -1.5];
  const seams = seamsWith(l1, { lambda: 0.5, convention: "sum", proximal: true });
  let w: readonly number[] = [0, 0, 0, 0];
  for (let step = 0; step < 400; step++)
    w = sgdUpdate(
      seams,
      w,
      w.map((value, i) => value - (z[i] as number)),
    );
  expectClose(w, [2.5, 0, 0, -1], 1e-12);
  expect(w.filter((value) => value === 0)).toHaveLength(2);
});

test("a strength of 0 changes nothing, bit for bit", () => {
  const after = [0.1, -0.7, 0, 1e-30];
  const seams = seamsWith(l1, { lambda: 0, proximal: true });
  expect(valuesAt(seams.update(weightOf([2, 2]), constant(after, [2, 2])), weight)).toEqual(after);
});

test("says how far weights move, and when that is nothing or all there is", () => {
  const scale = { learningRate: 0.1, trainingRows: 1000, stepsPerEpoch: 100, epochs: 10 };
  const effect = (value: number, convention: "mean" | "sum" = "mean") =>
    l1.effect?.({ lambda: value, convention, proximal: false }, scale);
  expect(effect(5)).toEqual({
    text: "Each update of plain SGD moves every weight by 0.0005 towards 0, each epoch by 0.05",
  });
  expect(effect(0.005)?.warning).toContain("nothing measurable");
  expect(effect(1, "sum")?.warning).toContain("vanish within an epoch");
  expect(effect(0)?.warning).toBeUndefined();
});
