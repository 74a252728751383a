import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { evaluate, input, mul, sum } from "../graph/index.ts";
import { type Layer, positionEmbedding } from "./index.ts";

const layer = positionEmbedding as unknown as Layer;
const x = input("x", [2, 2, 2]);
const feeds = { x: [1, 2, 3, 4, 5, 6, 7, 8], table: [10, 20, 30, 40, 50, 60] };

test("adds the first rows of its table to every sequence", () => {
  const { output, asked } = tryLayer(layer, x, { positions: 3 });
  expect(asked.map(({ name, spec }) => [name, spec.role, spec.shape])).toEqual([["table", "weight", [3, 2]]]);
  expect([...(evaluate([output], feeds)[0] ?? [])]).toEqual([11, 22, 33, 44, 15, 26, 37, 48]);
});

test("learns the rows that it used", () => {
  const { output, parameters } = tryLayer(layer, x, { positions: 3 });
  expectGradient(sum(mul(output, output)), parameters, feeds);
});

test("says which sequences are too long, and for what", () => {
  expect(() => tryLayer(layer, x, { positions: 1 })).toThrow(
    "positionEmbedding1: got sequences of 2 tokens, expected at most 1, the size of its table of positions. Raise its positions",
  );
});

test("refuses what is no sequence of vectors", () => {
  expect(() => tryLayer(layer, input("x", [2, 3, 32, 32]))).toThrow(
    /positionEmbedding1: got an input of shape \[3, 32, 32\], expected a sequence of vectors/,
  );
});
