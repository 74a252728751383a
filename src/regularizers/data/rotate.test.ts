import { expect, test } from "vitest";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { rotate } from "../index.ts";

const technique = rotate as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("a quarter of a turn moves the columns to the rows", () => {
  const image = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const found = augmented(technique, imagesOf(image, image), {
    strength: 90,
    given: { uniform: [[1, 0.5]] },
  });
  // The pixel at (across, down) comes from (−down, across).
  expect(pixelsOf(found)).toEqual(close([3, 6, 9, 2, 5, 8, 1, 4, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
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
  const expected = goldenCase("images", "rotate");
  const uniform = [expected["uniform0"] as number[]];
  expectGolden(expected, (images) => augmented(technique, images, { strength: 30, given: { uniform } }));
});
