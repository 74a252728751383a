import { expect, test } from "vitest";
import { drawnTools } from "../../../test/drawn-tools.ts";
import { constant, evaluate, type Shape, type Tensor } from "../../graph/index.ts";
import { parseRecipe } from "../../recipe/index.ts";
import type { Site } from "../../seams/index.ts";
import { describeModel } from "../../train/model.ts";
import { stochasticDepth } from "../index.ts";

const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

interface Drawn {
  readonly shape: Shape;
  readonly rate: number;
}

/** What becomes of a branch, and what was asked to be drawn. */
function applied(h: Tensor, rate: number, { keep, depth }: { keep: readonly number[]; depth: number }) {
  const drawn: Drawn[] = [];
  const tools = {
    ...drawnTools({ site: { kind: "branch", depth } }),
    keepMask: (shape: Shape, probability: Tensor): Tensor => {
      drawn.push({ shape, rate: valuesOf(probability)[0] ?? NaN });
      return constant(keep, shape);
    },
  };
  const value = stochasticDepth.at.layers?.(h, { rate: constant(rate) }, tools) ?? h;
  return { value, drawn };
}

test("half way down at rate 0.5 a quarter of the examples skip the branch, and the others count 4/3", () => {
  const h = constant([3, 6, 9, 12], [2, 2, 1, 1]);
  const { value, drawn } = applied(h, 0.5, { keep: [0, 1], depth: 0.5 });
  expect(drawn).toEqual([{ shape: [2, 1, 1, 1], rate: 0.25 }]);
  expect(valuesOf(value)).toEqual([0, 0, 12, 16].map((number) => expect.closeTo(number, 12)));
});

test("with rate 0 it is the identity, bit for bit", () => {
  const h = [0.1, -7, 1e-30];
  const { value } = applied(constant(h, [3, 1]), 0, { keep: [1, 1, 1], depth: 1 });
  expect(valuesOf(value)).toEqual(h);
});

test("over both outcomes of a draw the mean is the branch itself", () => {
  const h = constant([5, 5], [2, 1]);
  const [skipped = NaN, kept = NaN] = valuesOf(applied(h, 0.4, { keep: [0, 1], depth: 0.75 }).value);
  expect(0.3 * skipped + 0.7 * kept).toBeCloseTo(5, 12);
});

const image = { kind: "image", shape: [3, 32, 32], values: new Float32Array() } as const;

const branchesOf = (model: string): readonly Site[] =>
  describeModel(parseRecipe({ model }, "recipe"), image, 10).sites.filter(({ kind }) => kind === "branch");

test("in a net of L blocks with a last survival of 0.5, (3L − 1) / 4 blocks are expected: 40.25 of 54", () => {
  const kept = branchesOf("resnet-110").map(({ depth }) => {
    const { drawn } = applied(constant([1], [1, 1]), 0.5, { keep: [1], depth });
    return 1 - (drawn[0]?.rate ?? NaN);
  });
  expect(kept).toHaveLength(54);
  expect(kept[0]).toBeCloseTo(1 - 0.5 / 54, 12);
  expect(kept.at(-1)).toBeCloseTo(0.5, 12);
  expect(kept.reduce((a, b) => a + b)).toBeCloseTo(40.25, 9);
});
