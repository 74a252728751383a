import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { stream } from "../base/index.ts";
import { constant, evaluate, input, mul, sizeOf, sum } from "../graph/index.ts";
import { type Layer, selfAttention } from "./index.ts";

const layer = selfAttention as unknown as Layer;
const identity = [1, 0, 0, 1];
const plain = {
  queryWeight: identity,
  keyWeight: identity,
  valueWeight: identity,
  outputWeight: identity,
  queryBias: [0, 0],
  keyBias: [0, 0],
  valueBias: [0, 0],
  outputBias: [0, 0],
};
const two = input("x", [1, 2, 2]);
const tokens = (mask: readonly number[], shape: readonly [number, number]) => ({
  tokens: { vocabulary: 9, mask: constant(mask, shape) },
});

/** e^(1/√2) / (e^(1/√2) + 1): what a token gives itself whose score is 1/√2 beside one whose score is 0. */
const own = 1 / (1 + Math.exp(-Math.SQRT1_2));

test("two tokens, worked out by hand: each gives more to itself", () => {
  const { output } = tryLayer(layer, two, { heads: 1 }, { ...tokens([1, 1], [1, 2]), siteFactor: 10 });
  const [values] = evaluate([output], { ...plain, x: identity });
  const expected = [own, 1 - own, 1 - own, own].map((share) => 10 * share);
  expect([...(values ?? [])]).toEqual(expected.map((value) => expect.closeTo(value, 12)));
});

test("two heads see one number each", () => {
  const { output } = tryLayer(layer, two, { heads: 2 });
  // Each head: scores of the token with 1 are 1 and 0, of the token with 0 are 0 and 0.
  const sharp = 1 / (1 + Math.exp(-1));
  const [values] = evaluate([output], { ...plain, x: identity });
  expect([...(values ?? [])]).toEqual([sharp, 0.5, 0.5, sharp].map((value) => expect.closeTo(value, 12)));
});

test("padding gets no attention at all", () => {
  const { output } = tryLayer(layer, two, { heads: 1 }, tokens([1, 0], [1, 2]));
  const [values] = evaluate([output], { ...plain, x: identity });
  expect([...(values ?? [])].slice(0, 2)).toEqual([1, 0]);
});

test("asks for ordinary weights and biases", () => {
  const { asked, sites } = tryLayer(layer, input("x", [2, 3, 4]), { heads: 2 });
  const parts = ["query", "key", "value", "output"];
  expect(asked.map(({ name, spec }) => [name, spec.role, spec.shape])).toEqual(
    parts.flatMap((part) => [
      [`${part}Weight`, "weight", [4, 4]],
      [`${part}Bias`, "bias", [4]],
    ]),
  );
  expect(sites).toEqual(["hidden"]);
});

test("its gradient, past padding too", () => {
  const x = input("x", [2, 3, 4]);
  const mask = tokens([1, 1, 0, 1, 1, 1], [2, 3]);
  const { output, asked, parameters } = tryLayer(layer, x, { heads: 2 }, mask);
  const numbers = (name: string, count: number): number[] => {
    const draw = stream(3, name);
    return Array.from({ length: count }, () => draw.normal());
  };
  const feeds = {
    x: numbers("x", 24),
    ...Object.fromEntries(asked.map(({ name, spec }) => [name, numbers(name, sizeOf(spec.shape))])),
  };
  const weights = constant(numbers("weights", 24), [2, 3, 4]);
  expectGradient(sum(mul(output, weights)), [x, ...parameters], feeds);
});

test("refuses heads that do not divide the width, and images", () => {
  expect(() => tryLayer(layer, input("x", [1, 2, 6]), { heads: 4 })).toThrow(
    "selfAttention1: got 4 heads for vectors of width 6, expected a number of heads that divides the width",
  );
  expect(() => tryLayer(layer, input("x", [1, 3, 8, 8]))).toThrow(/an input of shape \[3, 8, 8\]/);
});
