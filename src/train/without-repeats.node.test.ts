import { expect, test } from "vitest";
import { blobs, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import type { Dataset } from "../data/index.ts";
import { dataFacts } from "./data-facts.ts";
import { createEngine } from "./engine.ts";
import { scoresWithoutRepeats } from "./without-repeats.ts";

/** Rows of which the first half of the test part repeats training rows. */
function repeating(shared: number): Dataset {
  const { inputs, ...others } = blobs(60);
  if (inputs.kind !== "table") throw new Error("no table");
  const values = inputs.values.slice() as Float32Array;
  for (let row = 0; row < shared; row++) values.set(values.subarray(2 * row, 2 * row + 2), 2 * (50 + row));
  return { ...others, inputs: { ...inputs, values }, given: { test: { from: 50, to: 60 } } };
}

const measure = async (shared: number) => {
  const plan = tinyPlan({ epochs: 2, split: { validation: 0 } }, repeating(shared));
  const { kept } = await trainTiny(plan);
  const engine = await createEngine(plan);
  try {
    const { losses } = await engine.evaluate(kept, plan.rows.test);
    const { withoutRepeats } = await scoresWithoutRepeats(plan, engine, kept, dataFacts(plan).leaks.repeats);
    return { losses, scores: withoutRepeats };
  } finally {
    await engine.release();
  }
};

test("rows that training has too are left out of the score beside the score", async () => {
  const { losses, scores } = await measure(4);
  const left = losses.slice(4);
  expect(scores).toMatchObject({ part: "test", rows: 6 });
  expect(scores?.loss).toBeCloseTo(left.reduce((sum, loss) => sum + loss, 0) / 6, 5);
  expect(Object.keys(scores?.metrics ?? {})).toContain("accuracy");
});

test("where none or all rows repeat there is no second score", async () => {
  expect((await measure(0)).scores).toBeUndefined();
  expect((await measure(10)).scores).toBeUndefined();
});
