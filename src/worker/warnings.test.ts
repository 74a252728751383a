import { expect, test } from "vitest";
import { tinyPlan } from "../../test/tiny-runs.ts";
import { warningsOf } from "./warnings.ts";

test("a technique that starts after the last epoch is pointed out, and one with a strength that can hardly be meant", () => {
  const plan = tinyPlan({
    epochs: 3,
    regularizers: [
      { use: "dropout", from: 3 },
      { use: "dropout", from: 4 },
      { use: "l2", lambda: 1e-9 },
    ],
  });
  expect(warningsOf(plan)).toEqual([
    "dropout#2: it acts from epoch 4 on, and the run ends with epoch 3.",
    expect.stringMatching(/^l2: /),
  ]);
});
