import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { seamsWith, sgdUpdate, valuesAt, weightOf } from "../../../test/lone-technique.ts";
import { frobenius, l2 } from "../index.ts";

test("λ 0.5 on (1, 2; −3, 4): 0.5 · 30; vectors are no matrices", () => {
  const seams = seamsWith(frobenius, { lambda: 0.5 });
  expect(valuesAt(seams.penalty([weightOf([2, 2])]), [1, 2, -3, 4])).toEqual([15]);
  expect(valuesAt(seams.penalty([weightOf([4])]), [1, 2, -3, 4])).toEqual([0]);
});

test("an SGD update is (1 − 2ηλ) w − η g", () => {
  // 2ηλ = 2 · 0.1 · 0.5 = 0.1.
  const updated = sgdUpdate(seamsWith(frobenius, { lambda: 0.5 }), [1, 2, -3], [1, 0, -2]);
  expectClose(updated, [0.9 - 0.1, 1.8, -2.7 + 0.2], 1e-12);
});

test("equals L2 in the convention sum", () => {
  const penalties = [
    seamsWith(frobenius, { lambda: 0.3 }),
    seamsWith(l2, { lambda: 0.3, convention: "sum" }),
  ].map((seams) => valuesAt(seams.penalty([weightOf([2, 2])]), [1, 2, -3, 0.5]));
  expect(penalties[0]).toEqual(penalties[1]);
});
