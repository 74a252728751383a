import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { stream } from "../base/index.ts";
import { constant, evaluate, mul, sum } from "../graph/index.ts";
import { embedding, type Layer, unitVectors } from "./index.ts";

const ids = constant([2, 0, 1, 2], [2, 2], "int32");
const tokens = { vocabulary: 3, mask: constant([1, 0, 1, 1], [2, 2]) };
const build = () => tryLayer(embedding as unknown as Layer, ids, { width: 2 }, { tokens });

test("gives each token number its row of the table", () => {
  const { output, asked } = build();
  expect(asked.map(({ name, spec }) => [name, spec.role, spec.shape])).toEqual([["table", "weight", [3, 2]]]);
  const [values] = evaluate([output], { table: [1, 2, 3, 4, 5, 6] });
  expect(output.shape).toEqual([2, 2, 2]);
  expect([...(values ?? [])]).toEqual([5, 6, 1, 2, 3, 4, 5, 6]);
});

test("adds up the slopes of a token that occurs twice", () => {
  const { output, parameters } = build();
  const weights = constant([1, -2, 3, 0.5, 2, 2, -1, 4], [2, 2, 2]);
  expectGradient(sum(mul(mul(output, output), weights)), parameters, { table: [1, 2, -3, 4, 0.5, 6] });
});

test("starts from vectors of a length of about 1", () => {
  const values = unitVectors([50, 64], stream(1, "table"));
  const lengths = Array.from({ length: 50 }, (_, row) =>
    Math.hypot(...values.subarray(64 * row, 64 * row + 64)),
  );
  expect(lengths.reduce((a, b) => a + b) / 50).toBeCloseTo(1, 1);
});
