import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { clipped, reported, seamsWith } from "../../../test/lone-technique.ts";
import { activeOf, seamsOf } from "../../../test/techniques.ts";
import { clipNorm } from "../index.ts";

const slopes = [
  { name: "dense1.weight", shape: [1, 2], gradient: [3, 0] },
  { name: "output.bias", shape: [1], gradient: [-4] },
];

test("gradients (3, 0) and (−4) of the common norm 5 become (1.5, 0) and (−2) under the limit 2.5", () => {
  expectClose(clipped(seamsWith(clipNorm, { norm: 2.5 }), slopes).flat(), [1.5, 0, -2], 1e-12);
});

test("within the limit they stay bit for bit, also where all are 0", () => {
  const seams = seamsWith(clipNorm, { norm: 5 });
  expect(clipped(seams, slopes)).toEqual([[3, 0], [-4]]);
  const zeros = slopes.map((slope) => ({ ...slope, gradient: slope.gradient.map(() => 0) }));
  expect(clipped(seams, zeros)).toEqual([[0, 0], [0]]);
});

test("restricted to some layers it measures and clips those alone", () => {
  const active = activeOf(clipNorm, { given: { norm: 1 }, layers: ["dense1"] });
  expectClose(clipped(seamsOf([active]), slopes).flat(), [1, 0, -4], 1e-12);
});

test("tells whether it clipped", () => {
  expect(reported(clipNorm, { norm: 4.9 }, slopes)).toEqual({ "clipNorm.clipped": 1 });
  expect(reported(clipNorm, { norm: 5 }, slopes)).toEqual({ "clipNorm.clipped": 0 });
});
