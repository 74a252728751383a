import { expect, test } from "vitest";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { shear } from "../index.ts";

const technique = shear as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("at 45 degrees the rows above and below the middle move by a pixel, against each other", () => {
  const image = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const found = augmented(technique, imagesOf(image), { strength: 45, given: { uniform: [[1]] } });
  expect(pixelsOf(found)).toEqual(close([0, 1, 2, 4, 5, 6, 8, 9, 0]));
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

test("agrees with PyTorch's grid sampling, each image by a draw of its own", () => {
  const expected = goldenCase("images", "shear");
  const uniform = [expected["uniform0"] as number[]];
  expectGolden(expected, (images) => augmented(technique, images, { strength: 25, given: { uniform } }));
});
