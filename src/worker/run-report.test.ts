import { expect, test } from "vitest";
import { tinyPlan } from "../../test/tiny-runs.ts";
import { dataFacts } from "../train/index.ts";
import { plannedOf } from "./run-report.ts";

test("a run that starts tells its techniques as the command line names them", () => {
  const plan = tinyPlan({
    model: { preset: "mlp", hidden: [4, 3] },
    regularizers: [
      { use: "dropout", rate: 0.2, layers: ["dense1"] },
      { use: "dropout", layers: ["dense2"] },
      { use: "l2", lambda: 3, from: 2, until: 9, ramp: 4 },
      "l2",
    ],
  });
  expect(plannedOf(plan, dataFacts(plan), 0).techniques).toEqual([
    "dropout@dense1=0.2 (rate)",
    "dropout@dense2=0.5 (rate)",
    "l2=3 (lambda, from epoch 2, until epoch 9, rising over 4 epochs)",
    "l2#2=1 (lambda)",
  ]);
});
