import { expect, test } from "vitest";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { scale } from "../index.ts";

const technique = scale as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("half as large: every second pixel is read, between two, and zeros come in", () => {
  const found = augmented(
    technique,
    imagesOf([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]),
    {
      strength: 0.9,
      // 1 + 0.9 · (2 u − 1) = 0.5 for u = 2/9: half as large.
      given: { uniform: [[2 / 9]] },
    },
  );
  // Places −1.5, −0.5, 0.5, 1.5 are read at −3, −1, 1, 3, and the rows −0.5, 0.5 at −1, 1, half outside.
  expect(pixelsOf(found)).toEqual(close([0, 0.75, 1.75, 0, 0, 0.75, 1.75, 0]));
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
  const expected = goldenCase("images", "scale");
  const uniform = [expected["uniform0"] as number[]];
  expectGolden(expected, (images) => augmented(technique, images, { strength: 0.4, given: { uniform } }));
});
