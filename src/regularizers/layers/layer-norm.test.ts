import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { startingHoldings } from "../../../test/holdings.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { ownOf } from "../../seams/index.ts";
import { layerNorm } from "../index.ts";

const settings = { over: "auto", epsilon: 1e-12, scale: true } as const;
const known = {
  "layer1.layerNorm.gain": constant([1, 2, 3]),
  "layer1.layerNorm.offset": constant([0, 5, 0]),
};
const tools = drawnTools({ own: ownOf("layerNorm", startingHoldings(known)), site: { kind: "sums" } });
const normalized = (values: readonly number[], rows: number): number[] => {
  const sums = constant([...values], [rows, values.length / rows]);
  const both = [
    layerNorm.at.layers?.(sums, settings, tools),
    layerNorm.evaluation?.layers?.(sums, settings, tools),
  ].map((t) => Array.from(evaluate([t as Tensor])[0] ?? []));
  expect(both[1]).toEqual(both[0]);
  return both[0] ?? [];
};

test("the rows (1, 2, 3) and (30, 20, 10) come to ±√1.5, then gain and offset, in evaluation too", () => {
  const s = Math.sqrt(1.5);
  expectClose(normalized([1, 2, 3, 30, 20, 10], 2), [-s, 5, 3 * s, s, 5, -3 * s], 1e-9);
});

test("what is added to all sums of an example, or multiplies them, has no effect", () => {
  const row = [0.3, -2, 5];
  const changed = row.map((value) => 7 * value - 100);
  expectClose(normalized([...row, ...changed], 2).slice(3), normalized(row, 1), 1e-9);
});
