import { expect, test } from "vitest";
import { tinyPlan } from "../../test/tiny-runs.ts";
import { float32 } from "../runtime/index.ts";
import { initialState } from "./state.ts";
import { weightSizes } from "./weight-sizes.ts";

test("weights that are 0 and near 0, each by the largest of its own parameter; biases do not count", () => {
  const plan = tinyPlan({});
  const weights = plan.model.parameters.filter(({ role }) => role === "weight");
  const count = weights.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
  const state = Object.fromEntries(
    Object.entries(initialState(plan)).map(([name, value]) => {
      const at = weights.findIndex((each) => each.name === name);
      if (at < 0) return [name, value];
      // 1 and 100 are the largest: 0.009 is near 0 beside the first only, 0.9 beside the second only.
      const values = Float32Array.from(value.values as Float32Array, () => (at === 0 ? 1 : 0.9));
      values.set(at === 0 ? [0, 0.009, 0.011] : [-100, 1.1]);
      return [name, float32(values, value.shape)];
    }),
  );
  const found = weightSizes(plan, state);
  const last = weights.slice(1).reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
  expect(weights).toHaveLength(2);
  expect(found?.zero).toBeCloseTo(1 / count, 12);
  expect(found?.near).toBeCloseTo((2 + last - 2) / count, 12);
  expect(found?.sizes).toHaveLength(41);
  expect([found?.sizes[0], found?.sizes.at(-1)]).toEqual([0, 100]);
});
