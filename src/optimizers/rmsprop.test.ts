import { expect, test } from "vitest";
import { runOptimizer } from "../../test/run-optimizer.ts";
import { rmsprop } from "./index.ts";

test("divides the gradient by the root of its running mean square", () => {
  const [after] = runOptimizer(
    rmsprop,
    { smoothing: 0.75, epsilon: 0.5 },
    { start: [0], learningRate: 0.1, gradients: [[3]] },
  );
  // v = 0.25 · 9, so the step is 0.1 · 3 / (1.5 + 0.5).
  expect(after?.[0]).toBeCloseTo(-0.15, 12);
});

test("remembers a velocity only with momentum", () => {
  expect(rmsprop.slots({ smoothing: 0.9, momentum: 0, epsilon: 1e-8 })).toEqual(["square"]);
  const path = runOptimizer(
    rmsprop,
    { smoothing: 0, momentum: 0.5, epsilon: 1e-12 },
    { start: [0], learningRate: 0.1, gradients: [[4], [-4]] },
  );
  // Scaled gradients 1 and −1 give velocities 1 and −0.5.
  expect(path.map(([weight]) => weight)).toEqual([expect.closeTo(-0.1, 12), expect.closeTo(-0.05, 12)]);
});
