import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { constant, evaluate, type Tensor } from "../../graph/index.ts";
import { randomErasing } from "../index.ts";

const strengths = { probability: 0.5, smallest: 0.1, largest: 0.3, ratio: 4 };
function apply(x: Tensor, fill: "noise" | "zero", given: Parameters<typeof drawnTools>[0]): number[] {
  const live = Object.fromEntries(Object.entries(strengths).map(([name, value]) => [name, constant(value)]));
  const found = randomErasing.at.data?.(x, { ...live, fill } as never, drawnTools(given)) ?? x;
  return Array.from(evaluate([found])[0] ?? []);
}
const ones = (...shape: readonly number[]): Tensor =>
  constant(new Float64Array(shape.reduce((a, b) => a * b)).fill(1), shape);

test("an area of 0.25 with height four times the width: 4×1 of a 4×4 image", () => {
  // Share 0.1 + 0.75 · 0.2 = 0.25, so 4 pixels; ratio exp(log 4 · 1) = 4: height √16 = 4, width √1 = 1.
  const given = { keep: [[0]], uniform: [[0.75], [1], [0.9], [0.6]] };
  // The column: ⌊0.6 · (4 − 1 + 1)⌋ = 2.
  expect(apply(ones(1, 1, 4, 4), "zero", given)).toEqual([1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1]);
});

test("noise is put where something is erased, and nowhere else", () => {
  const noise = Array.from({ length: 32 }, (_, i) => i / 32);
  // The second example is spared. A square of 2×2 at row ⌊0.99 · 3⌋ = 2 and column 0.
  const uniform = [[0.75, 0.75], [0.5, 0.5], [0.99, 0], [0, 0], noise];
  const found = apply(ones(2, 1, 4, 4), "noise", { keep: [[0, 1]], uniform });
  const expected = Array.from({ length: 32 }, () => 1);
  for (const place of [8, 9, 12, 13]) expected[place] = place / 32;
  expect(found).toEqual(expected);
});

test("of a table, columns of each row at a share of its own", () => {
  const uniform = [
    [0, 1],
    [0.05, 0.2, 0.5, 0.05, 0.2, 0.5],
  ];
  const normal = [[7, 7, 7, 8, 8, 8]];
  const found = apply(ones(2, 3), "noise", { keep: [[0, 0]], uniform, normal });
  expect(found).toEqual([7, 1, 1, 8, 8, 1]);
});

test("a box is never larger than the image", () => {
  // The largest area and ratio of a flat image would be higher than it is.
  const given = { keep: [[0]], uniform: [[1], [1], [0.999], [0.999]] };
  const found = apply(ones(1, 1, 2, 20), "zero", given);
  expect(found.filter((value) => value === 0)).toHaveLength(2 * 2);
});
