import { expect, test } from "vitest";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import type { Regularizer } from "../../seams/index.ts";
import { crop } from "../index.ts";

const technique = crop as Regularizer;

test("at padding 1 an image moves by −1, 0 or 1 pixels, and zeros come in", () => {
  const image = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  // ⌊3 u⌋ − 1: rows from −1 and 0, columns from 1 and 0.
  const found = augmented(technique, imagesOf(image, image), {
    strength: 1,
    given: {
      uniform: [
        [0.1, 0.5],
        [0.9, 0.4],
      ],
    },
  });
  expect(pixelsOf(found)).toEqual([0, 0, 0, 2, 3, 0, 5, 6, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("all places are equally likely", () => {
  const image = [[1, 2, 3, 4, 5]];
  const draws = Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50);
  const found = augmented(technique, imagesOf(...draws.map(() => image)), {
    strength: 2.5,
    given: { uniform: [draws.map(() => 0.5), draws] },
  });
  const middles = pixelsOf(found).filter((_, i) => i % 5 === 2);
  for (const value of [1, 2, 3, 4, 5]) expect(middles.filter((middle) => middle === value)).toHaveLength(10);
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
