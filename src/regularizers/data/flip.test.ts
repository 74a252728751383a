import { expect, test } from "vitest";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { flip } from "../index.ts";

const technique = flip as Regularizer;

const images = imagesOf(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
);
const given = { keep: [[0, 1]] };

test("turns the drawn images from left to right", () => {
  const found = augmented(technique, images, { strength: 0.5, given });
  expect(pixelsOf(found)).toEqual([3, 2, 1, 6, 5, 4, 1, 2, 3, 4, 5, 6]);
});

test("or from top to bottom", () => {
  const found = augmented(technique, images, { strength: 0.5, given, settings: { direction: "vertical" } });
  expect(pixelsOf(found)).toEqual([4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6]);
});
