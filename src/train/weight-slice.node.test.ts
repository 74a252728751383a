import { expect, test } from "vitest";
import { striped, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { bug } from "../base/index.ts";
import { createEngine } from "./engine.ts";
import { followedWeights, valuesOf, weightRecordOf } from "./weight-records.ts";
import { weightSlice } from "./weight-slice.ts";

test("the loss and the penalty around two weights, and how training came there", async () => {
  const lambda = 0.3;
  const plan = tinyPlan({ regularizers: [{ use: "l2", lambda }], epochs: 2 });
  const { kept, saved } = await trainTiny(plan);
  const { strengths } = saved.position;
  const record = weightRecordOf(plan, kept, saved.records.at(-1) ?? bug("no epoch"));
  const engine = await createEngine(plan);
  const slice = await weightSlice({ plan, engine }, { kept, strengths }, [record]);
  const { losses, penalties, rows, way, kept: end } = slice ?? bug("no slice");
  const { losses: own } = await engine.evaluate(kept, plan.measuredTrain);
  await engine.release();
  expect(rows).toBe(plan.measuredTrain.length);
  expect(end.loss).toBeCloseTo(own.reduce((sum, loss) => sum + loss, 0) / rows, 6);
  expect(way).toHaveLength(2);
  const [x, y] = end.place;
  way[1]?.forEach((value, i) => expect(value).toBeCloseTo(end.place[i] as number, 4));
  const sizes = followedWeights(plan).map(({ name, at }) => Math.abs(valuesOf(kept, name)[at] as number));
  expect(Math.max(...sizes)).toBeCloseTo(Math.abs(x), 6);
  penalties.ys.forEach((b, row) =>
    penalties.xs.forEach((a, column) => {
      const more = (lambda / (2 * plan.rows.train.length)) * (a * a + b * b - x * x - y * y);
      const found = penalties.values[row * penalties.xs.length + column] as number;
      expect(found - end.penalty).toBeCloseTo(more, 4);
    }),
  );
  expect(losses.values).toHaveLength(losses.xs.length * losses.ys.length);
  // 0 is a place on both axes, so that a diamond has corners.
  for (const axis of [losses.xs, losses.ys, penalties.xs, penalties.ys])
    expect(Math.min(...axis.map(Math.abs))).toBeLessThan(1e-9);
  expect([losses.xs[0], penalties.ys[0]]).toEqual([penalties.xs[0], losses.ys[0]]);
});

test("a model that would cost too much has none", async () => {
  const plan = tinyPlan({ model: { preset: "mlp", hidden: [20_000, 400] } }, striped(60));
  const record = { epoch: 1, step: 1, histograms: {}, followed: [] };
  const none = bug.bind(undefined, "asked");
  const engine = { evaluate: none, penalty: none } as never;
  expect(await weightSlice({ plan, engine }, { kept: {}, strengths: {} }, [record])).toBeUndefined();
});
