import { expect, test } from "vitest";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { elastic } from "../index.ts";

const technique = elastic as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

test("hardly smoothed, each pixel is read where its own draw says", () => {
  const found = augmented(technique, imagesOf([[2, 4, 6, 8]]), {
    strength: 0.5,
    // To the right by 0.5, −0.5, 1 and 0 pixels; up and down not at all.
    given: {
      normal: [
        [1, -1, 2, 0],
        [0, 0, 0, 0],
      ],
    },
    settings: { smoothness: 0.01 },
  });
  expect(pixelsOf(found)).toEqual(close([3, 3, 8, 8]));
});

test("displacements have the variance that the strength says, at the edges too, and neighbours move alike", () => {
  // Over all unit draws in one place, the squares of a pixel's displacements add up to its variance.
  const size = 5;
  const ramp = Array.from({ length: size }, (_, i) => 10 * i);
  const draws = Array.from({ length: size * size }, (_, place) => place);
  const images = imagesOf(...draws.map(() => Array.from({ length: size }, () => ramp)));
  const unit = draws.flatMap((place) => draws.map((other) => Number(other === place)));
  const found = pixelsOf(
    augmented(technique, images, {
      strength: 0.1,
      given: { normal: [unit, unit.map(() => 0)] },
      settings: { smoothness: 1.5 },
    }),
  );
  // A ramp of 10 a pixel tells how far to the side a pixel was read; its last column would leave the image.
  const moved = (place: number, draw: number): number =>
    ((found[draw * size * size + place] as number) - (ramp[place % size] as number)) / 10;
  for (const place of draws.filter((each) => each % size < size - 1)) {
    const variance = draws.reduce((total, draw) => total + moved(place, draw) ** 2, 0);
    expect(variance).toBeCloseTo(0.1 ** 2, 9);
  }
  const together = draws.reduce((total, draw) => total + moved(11, draw) * moved(12, draw), 0);
  expect(together).toBeGreaterThan(0.8 * 0.1 ** 2);
});

test("a strength of 0 changes nothing, bit for bit", () => {
  const images = imagesOf([
    [0.1, 0.7],
    [0.3, 1e-30],
  ]);
  expect(
    pixelsOf(
      augmented(technique, images, {
        strength: 0,
        given: {
          normal: [
            [1, 1, 1, 1],
            [1, 1, 1, 1],
          ],
        },
      }),
    ),
  ).toEqual(pixelsOf(images));
});
