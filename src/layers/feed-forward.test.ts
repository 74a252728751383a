import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { tryLayer } from "../../test/layer-trial.ts";
import { evaluate, input, mul, sum } from "../graph/index.ts";
import { feedForward, type Layer } from "./index.ts";

const layer = feedForward as unknown as Layer;
const x = input("x", [1, 2, 2]);
const feeds = {
  x: [1, 2, 3, -4],
  hiddenWeight: [1, 0, 2, 0, 1, -1],
  hiddenBias: [0, 1, 0],
  outputWeight: [1, 2, 3, 4, 5, 6],
  outputBias: [0.5, -0.5],
};

test("sends each vector through the hidden layer by itself", () => {
  const { output, sites } = tryLayer(layer, x, { units: 3, activation: "relu" }, { siteFactor: 2 });
  // Hidden: [1, 3, 0] and [3, 0, 10] after relu.
  const [values] = evaluate([output], feeds);
  expect([...(values ?? [])]).toEqual([10.5, 13.5, 53.5, 65.5].map((value) => 2 * value));
  expect(sites).toEqual(["hidden"]);
});

test("its gradient", () => {
  const { output, parameters } = tryLayer(layer, x, { units: 3 });
  expectGradient(sum(mul(output, output)), [x, ...parameters], feeds);
});
