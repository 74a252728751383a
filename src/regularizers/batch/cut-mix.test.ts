import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { constant, evaluate, input, type Tensor } from "../../graph/index.ts";
import type { Batch } from "../../seams/index.ts";
import { cutMix } from "../index.ts";

type Given = Parameters<typeof drawnTools>[0];
const apply = (batch: Batch, given: Given): Batch =>
  cutMix.at.batch?.(batch, { alpha: constant(1), probability: constant(1) }, drawnTools(given)) ?? batch;
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);
const pixels = (value: number): number[] => Array.from({ length: 16 }, () => value);

const images = constant([...pixels(1), ...pixels(2)], [2, 1, 4, 4]);
const targets = constant([1, 0, 0, 1], [2, 2]);

test("a box with half the sides comes from the other image, and so do a quarter of the target", () => {
  // Centres: rows 0.5 · 4 = 2 and 0 (cut off at the edge), columns 2 and 2.
  const found = apply(
    { inputs: images, targets },
    {
      keep: [[0, 0]],
      partners: [1, 0],
      beta: [[0.75, 0.75]],
      uniform: [
        [0.5, 0.1],
        [0.5, 0.5],
      ],
    },
  );
  const [first, second] = [valuesOf(found.inputs).slice(0, 16), valuesOf(found.inputs).slice(16)];
  expect(first).toEqual([1, 1, 1, 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 1, 1, 1]);
  // The box of the second image has lost its upper half.
  expect(second).toEqual([2, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(valuesOf(found.targets)).toEqual([0.75, 0.25, 0.125, 0.875]);
});

test("of a table it takes columns, each row by draws of its own, and as much of the target", () => {
  const table = constant([1, 2, 3, 4, 10, 20, 30, 40], [2, 4]);
  const found = apply(
    { inputs: table, targets },
    {
      keep: [[0, 0]],
      partners: [1, 0],
      beta: [[0.5, 0.9]],
      uniform: [[0.1, 0.6, 0.4, 0.9, 0.5, 0.05, 0.3, 0.2]],
    },
  );
  expect(valuesOf(found.inputs)).toEqual([10, 2, 30, 4, 10, 2, 30, 40]);
  expect(valuesOf(found.targets)).toEqual([0.5, 0.5, 0.25, 0.75]);
});

test("examples that it does not act on, and shares of 1, stay bit for bit", () => {
  for (const given of [
    { keep: [[1, 1]], beta: [[0.3, 0.3]] },
    { keep: [[0, 0]], beta: [[1, 1]] },
  ]) {
    const uniform = [
      [0.5, 0.5],
      [0.5, 0.5],
    ];
    const found = apply({ inputs: images, targets }, { ...given, partners: [1, 0], uniform });
    expect(valuesOf(found.inputs)).toEqual(valuesOf(images));
    expect(valuesOf(found.targets)).toEqual(valuesOf(targets));
  }
});

test("with boxes cut off at the edges of 32×32 images, 0.7007 of the target is kept on average at α = 1", () => {
  const size = 32;
  // Every centre with every whole side; the last row is everybody's partner.
  const count = size ** 3;
  const rows = Array.from({ length: count + 1 }, (_, i) => i);
  const sideOf = (i: number): number => Math.floor(i / size ** 2) % size;
  const batch = {
    inputs: input("images", [count + 1, 1, size, size]),
    targets: constant(
      rows.map((i) => Number(i < count)),
      [count + 1, 1],
    ),
  };
  const found = apply(batch, {
    keep: [rows.map(() => 0)],
    partners: rows.map(() => count),
    beta: [rows.map((i) => 1 - ((sideOf(i) + 0.5) / size) ** 2)],
    uniform: [
      rows.map((i) => ((i % size) + 0.5) / size),
      rows.map((i) => ((Math.floor(i / size) % size) + 0.5) / size),
    ],
  });
  const kept = valuesOf(found.targets).slice(0, count);
  // Beta(1, 1) is uniform: a side of k pixels, ⌊32 √(1 − λ)⌋, has the probability ((k + 1)² − k²) / 32².
  const weight = (i: number): number => ((sideOf(i) + 1) ** 2 - sideOf(i) ** 2) / size ** 2 / size ** 2;
  expect(kept.reduce((total, share, i) => total + weight(i) * share, 0)).toBeCloseTo(0.700749, 6);
});
