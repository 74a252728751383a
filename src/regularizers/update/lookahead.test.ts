import { expect, test } from "vitest";
import { walk } from "../../../test/averages.ts";
import { expectClose } from "../../../test/finite-differences.ts";
import { lookahead } from "../index.ts";

const ahead = (given: object, updates: readonly ((w: number) => number)[], start = [0]) =>
  walk(lookahead, { given: { ...given }, start, updates });
const up = Array.from({ length: 5 }, () => (w: number) => w + 1);

test("with α 0.25 and k 2 a weight that gains 1 at every update goes 1, 0.5, 1.5, 1, 2; the slow one 0, 0.5, 0.5, 1, 1", () => {
  const places = ahead({ alpha: 0.25, k: 2 }, up);
  expectClose(
    places.flatMap(({ trained }) => trained),
    [1, 0.5, 1.5, 1, 2],
    1e-12,
  );
  expectClose(
    places.flatMap(({ evaluated }) => evaluated),
    [0, 0.5, 0.5, 1, 1],
    1e-12,
  );
});

test("on a parabola the slow weights shrink by (1 − α) + α r to the k, where the optimizer's shrink by r", () => {
  const [r, alpha, k] = [0.7, 0.4, 3];
  const places = ahead(
    { alpha, k },
    Array.from({ length: 6 }, () => (w: number) => w * r),
    [2],
  );
  const factor = 1 - alpha + alpha * r ** k;
  expectClose(places.at(-1)?.evaluated ?? [], [2 * factor ** 2], 1e-12);
});

test("with α 1 the optimizer's weights are trained and evaluated, bit for bit", () => {
  const updates = Array.from({ length: 5 }, (_, i) => (w: number) => w * 1.1 + i / 3);
  const expected = updates.reduce<number[]>((all, update) => [...all, update(all.at(-1) ?? 0.3)], []);
  const places = ahead({ alpha: 1, k: 2 }, updates, [0.3]);
  expect(places.flatMap(({ trained }) => trained)).toEqual(expected);
  expect(places.flatMap(({ evaluated }) => evaluated)).toEqual(expected);
});

test("refuses an α of 0, at which nothing would be learned", () => {
  expect(lookahead.params.alpha.schema.safeParse(0).success).toBe(false);
});
