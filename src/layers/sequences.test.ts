import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { evaluate, input, matmul, mul, sum, tanh, type Tensor, topological } from "../graph/index.ts";
import { inBlocks } from "./sequences.ts";

const [x, y, w] = [input("x", [6, 2]), input("y", [6, 3]), input("w", [2, 3])];
const feeds = {
  x: [1, 2, -1, 0.5, 2, -2, 0.1, 0.2, -0.3, 1, 0.7, -0.9],
  y: Array.from({ length: 18 }, (_, i) => Math.sin(i)),
  w: [0.5, -1, 0.3, 1, 0.2, -0.4],
};
const map = ([rows, others]: readonly Tensor[]): Tensor =>
  mul(tanh(matmul(rows as Tensor, w)), others as Tensor);
const blocked = (isTraining: boolean, between = 10 * 2 ** 17) =>
  inBlocks([x, y], { between, isTraining }, map);
const operations = (t: Tensor): string[] => topological([t]).map(({ op }) => op.name);

test("blocks change neither values nor gradients", () => {
  const [found, plain] = evaluate([blocked(true), map([x, y])], feeds);
  expect([...(found ?? [])]).toEqual([...(plain ?? [])]);
  expectGradient(sum(mul(blocked(true), blocked(true))), [x, y, w], feeds);
});

test("as many equal blocks as divide the rows, up to what is asked for", () => {
  const blocks = (between: number): number =>
    operations(blocked(true, between)).filter((name) => name === "tanh").length;
  expect([2 ** 17, 2 ** 18, 3 * 2 ** 17, 5 * 2 ** 17, 2 ** 30].map(blocks)).toEqual([1, 2, 3, 3, 6]);
});

test("none outside of training, where the number of rows may be any", () => {
  expect(operations(blocked(false))).toEqual(operations(map([x, y])));
});
