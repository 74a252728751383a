import { expect, test } from "vitest";
import { slopes, tinyPlan } from "../../test/tiny-runs.ts";
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

test("columns that say the same and columns that say nothing are told of what is trained", () => {
  const base = slopes(40);
  const { inputs, rows } = base;
  const [width = 0] = inputs.shape;
  const more = Float32Array.from({ length: rows * (width + 2) }, (_, at) => {
    const [row, column] = [Math.floor(at / (width + 2)), at % (width + 2)];
    if (column < width) return (inputs.values as Float32Array)[row * width + column] as number;
    return column === width ? 3 - 2 * ((inputs.values as Float32Array)[row * width] as number) : 5;
  });
  const columns = [...Array.from({ length: width }, (_, i) => `x${i}`), "twin", "always"];
  const data = {
    ...base,
    inputs: { ...inputs, kind: "table", shape: [width + 2], values: more, columns },
  } as typeof base;
  const plan = tinyPlan({}, data);
  const planned = plannedOf(plan, dataFacts(plan), 0);
  expect(planned.twins).toEqual([expect.stringContaining("x0 and twin: one follows from the other")]);
  expect(planned.columns).toBe(
    `${width + 2} of numbers; one value only in the training rows, so without effect: always`,
  );
});
