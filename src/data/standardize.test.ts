import { expect, test } from "vitest";
import type { Dataset } from "./dataset.ts";
import { applyPreprocessing, fitPreprocessing } from "./standardize.ts";

function table(values: readonly number[], columns: readonly string[]): Dataset {
  const rows = values.length / columns.length;
  return {
    name: "table",
    rows,
    inputs: { kind: "table", shape: [columns.length], values: Float32Array.from(values), columns },
    targets: { kind: "numbers", values: new Float32Array(rows), columns: ["y"] },
  };
}

test("standardizes by mean and standard deviation of the training rows alone", () => {
  const dataset = table([1, 10, 3, 30, 1000, -1000], ["a", "b"]);
  const fitted = fitPreprocessing(dataset, Int32Array.of(0, 1));
  expect([...fitted.shift]).toEqual([2, 20]);
  expect([...fitted.scale]).toEqual([1, Math.fround(0.1)]);
  expect([...applyPreprocessing(Float32Array.of(1, 10, 3, 30), fitted)]).toEqual([-1, -1, 1, 1]);
});

test("names constant columns and maps them to 0, also off their value", () => {
  const constant = Array.from({ length: 999 }, (_, i) => [0.1, i]).flat();
  const dataset = table(constant, ["always", "a"]);
  const fitted = fitPreprocessing(
    dataset,
    Int32Array.from({ length: 999 }, (_, i) => i),
  );
  expect(fitted.constantColumns).toEqual(["always"]);
  expect(applyPreprocessing(Float32Array.of(0.1, 0), fitted)[0]).toBe(0);
  expect(applyPreprocessing(Float32Array.of(77, 0), fitted)[0]).toBe(0);
});

test("keeps precision where the mean dwarfs the deviation", () => {
  const dataset = table([16777210, 16777212, 16777214], ["a"]);
  const { shift, scale } = fitPreprocessing(dataset, Int32Array.of(0, 1, 2));
  expect(shift[0]).toBe(16777212);
  expect(scale[0]).toBeCloseTo(1 / Math.sqrt(8 / 3), 6);
});

test("divides images by 255, or as told", () => {
  const images: Dataset = {
    ...table([0], ["a"]),
    inputs: { kind: "image", shape: [1, 1, 1], values: Uint8Array.of(255) },
  };
  const { shift, scale } = fitPreprocessing(images, Int32Array.of(0));
  expect([...shift, ...scale]).toEqual([0, Math.fround(1 / 255)]);
  expect([...fitPreprocessing(images, Int32Array.of(0), 16).scale]).toEqual([1 / 16]);
});
