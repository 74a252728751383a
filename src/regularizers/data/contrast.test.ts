import { expect, test } from "vitest";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { contrast } from "../index.ts";

const technique = contrast as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("distances from the mean of each image are multiplied, and the mean stays", () => {
  const images = imagesOf([[1, 3]], [[0, 4]]);
  // 1 + 0.5 · (2 u − 1): 1.5 and 0.75.
  const found = augmented(technique, images, { strength: 0.5, given: { uniform: [[1, 0.25]] } });
  expect(pixelsOf(found)).toEqual(close([0.5, 3.5, 0.5, 3.5]));
});

test("a strength of 0 changes nothing, bit for bit", () => {
  const images = imagesOf([
    [0.1, 0.7],
    [0.3, 1e-30],
  ]);
  expect(pixelsOf(augmented(technique, images, { strength: 0, given: { uniform: [[0.9]] } }))).toEqual(
    pixelsOf(images),
  );
});
