import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { spatialDropout } from "../index.ts";

const apply = (h: Tensor, rate: number, given: Parameters<typeof drawnTools>[0]): Tensor =>
  spatialDropout.at.layers?.(h, { rate: constant(rate) }, drawnTools(given)) ?? h;
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("at rate 0.75 a kept channel counts four times, in each example by itself", () => {
  const images = constant([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2]);
  const found = apply(images, 0.75, { keep: [[1, 0, 0, 1]], site: { channelAxis: 1 } });
  expect(valuesOf(found)).toEqual([4, 8, 0, 0, 0, 0, 28, 32]);
});

test("channels of a sequence of vectors lie along its last axis", () => {
  const sequences = constant([1, 2, 3, 4, 5, 6], [1, 3, 2]);
  const found = apply(sequences, 0.5, { keep: [[0, 1]], site: { channelAxis: 2 } });
  expect(valuesOf(found)).toEqual([0, 4, 0, 8, 0, 12]);
});

test("leaves units without an extent alone", () => {
  const units = constant([1, 2], [1, 2]);
  expect(apply(units, 0.5, {})).toBe(units);
});

test.each([
  ["images", 1],
  ["sequences", 2],
] as const)("agrees with PyTorch on %s", (kind, channelAxis) => {
  const expected = goldenCase("spatialDropout", kind);
  expectGolden(expected, (h) =>
    apply(h, 0.4, { keep: [expected["keep"] as number[]], site: { channelAxis } }),
  );
});
