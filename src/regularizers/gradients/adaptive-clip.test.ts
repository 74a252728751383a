import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { clipped, reported, seamsWith } from "../../../test/lone-technique.ts";
import { adaptiveClip } from "../index.ts";

const seams = seamsWith(adaptiveClip, { ratio: 0.1, epsilon: 0.01 });

test("each column is held to a tenth of its weights' norm", () => {
  // Weights (3, 4) of norm 5 allow 0.5: the gradient (0.6, 0.8) of norm 1 is halved. Weights (0, 10) allow 1: (0, 1) stays.
  const slopes = [
    { name: "dense1.weight", shape: [2, 2], gradient: [0.6, 0, 0.8, 1], weight: [3, 0, 4, 10] },
  ];
  const [found = []] = clipped(seams, slopes);
  expectClose(found, [0.3, 0, 0.4, 1], 1e-12);
  expect([found[1], found[3]]).toEqual([0, 1]);
});

test("biases are one unit, and weights of 0 count as ε", () => {
  const slopes = [{ name: "dense1.bias", shape: [2], gradient: [0.006, 0.008], weight: [0, 0] }];
  // ‖g‖ = 0.01, and 0.1 · ε = 0.001.
  expectClose(clipped(seams, slopes).flat(), [0.0006, 0.0008], 1e-12);
});

test("kernels are one unit for each channel that they give", () => {
  const slopes = [
    {
      name: "conv1.weight",
      shape: [2, 1, 1, 2],
      gradient: [0.6, 0.8, 0.6, 0.8],
      weight: [3, 4, 30, 40],
    },
  ];
  expectClose(clipped(seams, slopes).flat(), [0.3, 0.4, 0.6, 0.8], 1e-12);
});

test("tells the share of units that it clipped", () => {
  const slopes = [
    { name: "dense1.weight", shape: [2, 2], gradient: [0.6, 0, 0.8, 1], weight: [3, 0, 4, 10] },
    { name: "dense1.bias", shape: [2], gradient: [0.006, 0.008], weight: [0, 0] },
  ];
  const told = reported(adaptiveClip, { ratio: 0.1, epsilon: 0.01 }, slopes);
  expect(told["adaptiveClip.clipped"]).toBeCloseTo(2 / 3, 12);
});
