import { expect, test } from "vitest";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { brightness } from "../index.ts";

const technique = brightness as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("each image is multiplied by a factor of its own", () => {
  const images = imagesOf([[1, 2]], [[1, 2]]);
  // 1 + 0.4 · (2 u − 1)
  const found = augmented(technique, images, { strength: 0.4, given: { uniform: [[1, 0.25]] } });
  expect(pixelsOf(found)).toEqual(close([1.4, 2.8, 0.8, 1.6]));
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
