import { expect, test } from "vitest";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { shift } from "../index.ts";

const technique = shift as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("half a pixel to the right is the mean of two neighbours; zeros come in", () => {
  // A quarter of 4 pixels is the most: u = 0.75 gives half of that, u = 0.5 none.
  const found = augmented(technique, imagesOf([[2, 4, 6, 8]]), {
    strength: 0.25,
    given: { uniform: [[0.75], [0.5]] },
  });
  expect(pixelsOf(found)).toEqual(close([1, 3, 5, 7]));
});

test("a strength of 0 changes nothing, bit for bit", () => {
  const images = imagesOf([
    [0.1, 0.7],
    [0.3, 1e-30],
  ]);
  expect(pixelsOf(augmented(technique, images, { strength: 0, given: { uniform: [[0.9], [0.1]] } }))).toEqual(
    pixelsOf(images),
  );
});

test("agrees with PyTorch's grid sampling, each image by a draw of its own", () => {
  const expected = goldenCase("images", "shift");
  const uniform = [expected["uniform0"] as number[], expected["uniform1"] as number[]];
  expectGolden(expected, (images) => augmented(technique, images, { strength: 0.3, given: { uniform } }));
});
