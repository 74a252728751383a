import { expect, test } from "vitest";
import { expectGolden, goldenCase } from "../../../test/golden-draws.ts";
import { augmented, imagesOf, pixelsOf } from "../../../test/images.ts";
import { constant, type Tensor } from "../../graph/index.ts";
import type { Regularizer } from "../../seams/index.ts";
import { trivialAugment } from "../index.ts";

const technique = trivialAugment as Regularizer;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

const names = [
  "unchanged",
  "rotated",
  "shearedX",
  "shearedY",
  "translatedX",
  "translatedY",
  "brightened",
  "contrasted",
  "solarized",
  "posterized",
] as const;

interface Change {
  readonly operation: (typeof names)[number];
  readonly magnitude: number;
  readonly strength?: number;
  readonly white?: number;
}

/** What a technique makes of images when it draws one operation for all of them. */
function changed(images: Tensor, { operation, magnitude, strength = 1, white = 1 }: Change): number[] {
  const all = (value: number): number[] => Array.from({ length: images.shape[0] as number }, () => value);
  const uniform = [all((names.indexOf(operation) + 0.5) / names.length), all((magnitude + 1) / 2)];
  return pixelsOf(augmented(technique, images, { strength, given: { uniform }, settings: { white } }));
}

const image = imagesOf([
  [0.1, 0.2, 0.3],
  [0.4, 0.5, 0.6],
  [0.7, 0.8, 0.9],
]);

test.each([
  ["unchanged", 0.9, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]],
  // 90° of 135°: the pixel at (across, down) comes from (−down, across).
  ["rotated", 2 / 3, [0.3, 0.6, 0.9, 0.2, 0.5, 0.8, 0.1, 0.4, 0.7]],
  // A slant of 0.99: the first row comes from 0.99 pixels to the left, the last from as far to the right.
  ["shearedX", 1, [0.001, 0.101, 0.201, 0.4, 0.5, 0.6, 0.799, 0.899, 0.009]],
  ["shearedY", 1, [0.001, 0.2, 0.597, 0.103, 0.5, 0.897, 0.403, 0.8, 0.009]],
  // A third of the width to the right, two thirds of the height up.
  ["translatedX", 1 / 3, [0, 0.1, 0.2, 0, 0.4, 0.5, 0, 0.7, 0.8]],
  ["translatedY", -2 / 3, [0.7, 0.8, 0.9, 0, 0, 0, 0, 0, 0]],
  ["brightened", -1, [0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009]],
  // The mean is 0.5.
  ["contrasted", 1, [0, 0, 0.102, 0.301, 0.5, 0.699, 0.898, 1, 1]],
  // Up to white, and no further.
  ["brightened", 1, [0.199, 0.398, 0.597, 0.796, 0.995, 1, 1, 1, 1]],
  ["solarized", 0.45, [0.1, 0.2, 0.3, 0.4, 0.5, 0.4, 0.3, 0.2, 0.1]],
] as const)("%s", (operation, magnitude, expected) => {
  expect(changed(image, { operation, magnitude })).toEqual(close(expected));
});

test("posterizing keeps the highest bits of each byte: 3 of 8 at 5/6 of the range", () => {
  const bytes = [0, 31, 32, 100, 128, 200, 224, 255];
  const images = imagesOf([bytes.map((byte) => byte / 255)]);
  const kept = changed(images, { operation: "posterized", magnitude: 5 / 6 });
  expect(kept.map((value) => value * 255)).toEqual(close([0, 0, 32, 96, 128, 192, 224, 224]));
});

test("the strength is a share of every range", () => {
  const turned = changed(image, { operation: "rotated", magnitude: 0.5, strength: 0.6 });
  expect(turned).toEqual(close(changed(image, { operation: "rotated", magnitude: 0.3 })));
  const inverted = changed(image, { operation: "solarized", magnitude: 0.9, strength: 0.5 });
  expect(inverted).toEqual(changed(image, { operation: "solarized", magnitude: 0.45 }));
});

test("inverts and posterizes about the given white", () => {
  const images = imagesOf([[25, 102, 204]]);
  expect(changed(images, { operation: "solarized", magnitude: 0.5, white: 255 })).toEqual([25, 102, 51]);
  expect(changed(images, { operation: "posterized", magnitude: 1, white: 255 })).toEqual(close([0, 64, 192]));
});

test.each(names)("%s at a strength of 0 changes nothing, bit for bit, whatever pixels are", (operation) => {
  const images = imagesOf([
    [0.1, 0.7, 1.5],
    [0.3, 1e-30, -2],
  ]);
  expect(changed(images, { operation, magnitude: 0.9, strength: 0 })).toEqual(pixelsOf(images));
});

test("agrees with PyTorch on colour images, each by an operation and a strength of its own", () => {
  const expected = goldenCase("trivialAugment");
  const uniform = ["uniform0", "uniform1"].map((name) => expected[name] as number[]);
  expectGolden(expected, (images) => augmented(technique, images, { strength: 0.8, given: { uniform } }));
});

test("an image that nothing is drawn for stays bit for bit beside others", () => {
  const pixels = [0.1, 0.7, 0.3, 1e-30];
  const images = constant([...pixels, ...pixels], [2, 1, 2, 2]);
  const uniform = [
    [0.01, 0.15],
    [0.9, 0.9],
  ];
  const found = pixelsOf(augmented(technique, images, { strength: 1, given: { uniform } }));
  expect(found.slice(0, 4)).toEqual(pixels);
  expect(found.slice(4)).not.toEqual(pixels);
});
