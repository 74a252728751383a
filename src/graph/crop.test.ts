import { expect, test } from "vitest";
import { crop } from "./crop.ts";
import { constant, evaluate } from "./index.ts";

const int32 = (values: readonly number[]) => constant(values, [values.length], "int32");

test("each image gives a part of its own, turned where asked for", () => {
  const pixels = Array.from({ length: 24 }, (_, i) => i);
  const images = constant(pixels, [2, 1, 3, 4]);
  const part = { top: int32([0, 1]), left: int32([1, 2]) };
  const [plain, turned] = evaluate([
    crop(images, part, [2, 2]),
    crop(images, { ...part, flipped: int32([1, 0]) }, [2, 2]),
  ]);
  expect([...(plain ?? [])]).toEqual([1, 2, 5, 6, 18, 19, 22, 23]);
  expect([...(turned ?? [])]).toEqual([2, 1, 6, 5, 18, 19, 22, 23]);
});

test("beyond its edges an image goes on as it is there", () => {
  const images = constant([1, 2, 3, 4], [1, 1, 2, 2]);
  const [found] = evaluate([crop(images, { top: int32([-1]), left: int32([1]) }, [2, 2])]);
  expect([...(found ?? [])]).toEqual([2, 2, 2, 2]);
});
