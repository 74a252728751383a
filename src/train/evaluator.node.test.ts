import { expect, test } from "vitest";
import { blobs, tinyPlan } from "../../test/tiny-runs.ts";
import { createEngine } from "./engine.ts";
import { initialState } from "./state.ts";

test("many rows, asked in several calls, are answered like each part of them alone", async () => {
  const plan = tinyPlan({ split: { validation: 0.1, test: 0.1 } }, blobs(9000));
  const engine = await createEngine(plan);
  const state = initialState(plan);
  const rows = plan.rows.train;
  const whole = await engine.evaluate(state, rows);
  expect(whole.losses).toHaveLength(rows.length);
  expect(whole.predictions).toHaveLength(rows.length * 3);
  for (const from of [0, 1000, 5000, rows.length - 7]) {
    const to = Math.min(from + 1000, rows.length);
    const part = await engine.evaluate(state, rows.subarray(from, to));
    expect(part.losses).toEqual(whole.losses.subarray(from, to));
    expect(part.predictions).toEqual(whole.predictions.subarray(3 * from, 3 * to));
  }
  await engine.release();
});
