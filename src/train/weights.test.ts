// What is kept of weights for pictures.
import { expect, test } from "vitest";
import { striped, tinyPlan } from "../../test/tiny-runs.ts";
import { filtersOf } from "./filters.ts";
import { initialState } from "./state.ts";
import { followedWeights, valuesOf, weightRecordOf } from "./weight-records.ts";

const plan = tinyPlan({ model: { preset: "mlp", hidden: [200] } });
const state = initialState(plan);

test("histograms count every weight between the smallest and the largest, and no bias", () => {
  const { epoch, step, histograms, followed } = weightRecordOf(plan, state, { epoch: 3, step: 24 });
  expect([epoch, step, Object.keys(histograms)]).toEqual([3, 24, ["dense1.weight", "output.weight"]]);
  const values = Array.from(state["output.weight"]?.values as Float32Array);
  const { from = 0, to = 0, counts = [] } = histograms["output.weight"] ?? {};
  expect(from).toBeCloseTo(Math.min(...values), 5);
  expect(to).toBeCloseTo(Math.max(...values), 5);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600);
  const lowest = values.filter((value) => value < from + (to - from) / counts.length).length;
  expect(Math.abs((counts[0] ?? 0) - lowest)).toBeLessThanOrEqual(1);
  const places = followedWeights(plan);
  expect(places.filter(({ name }) => name === "output.weight")).toHaveLength(32);
  places.forEach(({ name, at }, i) =>
    expect(followed[i]).toBeCloseTo(valuesOf(state, name)[at] as number, 3),
  );
  const zeros = { ...state, "dense1.weight": { ...state["dense1.weight"], values: new Float32Array(400) } };
  const flat = weightRecordOf(plan, zeros as typeof state, { epoch: 1, step: 1 }).histograms["dense1.weight"];
  expect(flat).toMatchObject({ from: 0, to: 0 });
  expect(flat?.counts[0]).toBe(400);
});

test("filters are the first layer's weights as images, the largest first; tables have none", () => {
  const dense = tinyPlan({ model: { preset: "mlp", hidden: [3] } }, striped(30));
  const weights = new Float32Array(72 * 3);
  // Unit 2 has the largest weights: 1 at the first pixel of the second channel.
  weights[36 * 3 + 2] = 1;
  weights[0] = 0.5;
  const first = { ...initialState(dense)["dense1.weight"], values: weights };
  const found = filtersOf(dense, { ...initialState(dense), "dense1.weight": first } as typeof state);
  expect(found).toMatchObject({ name: "dense1.weight", width: 6, height: 6, channels: 2, units: 3 });
  expect(found?.shown.map(({ unit }) => unit)).toEqual([2, 0, 1]);
  expect(found?.shown[0]?.values.indexOf(1)).toBe(36);
  const layers = [
    { use: "conv", filters: 4, kernel: [3, 3] },
    { use: "flatten" },
    { use: "dense", units: 3 },
  ];
  const conv = tinyPlan({ model: { layers } as never }, striped(30));
  const kernels = filtersOf(conv, initialState(conv));
  expect(kernels).toMatchObject({ width: 3, height: 3, channels: 2, units: 4 });
  const all = Array.from(initialState(conv)[kernels?.name ?? ""]?.values as Float32Array);
  const [{ unit, values } = { unit: 0, values: [] }] = kernels?.shown ?? [];
  values.forEach((value, i) => expect(value).toBeCloseTo(all[unit * 18 + i] as number, 2));
  expect(filtersOf(plan, state)).toBeUndefined();
});
