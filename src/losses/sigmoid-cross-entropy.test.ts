import { expect, test } from "vitest";
import { constant, evaluate, gradients, input, sum } from "../graph/index.ts";
import { sigmoidCrossEntropy } from "./index.ts";

test("adds up the binary cross-entropies of the outputs", () => {
  const logits = constant([Math.log(3), 0], [1, 2]);
  const targets = constant([1, 0], [1, 2]);
  const [loss] = evaluate([sigmoidCrossEntropy.perExample(logits, targets, {})]);
  expect(loss?.[0]).toBeCloseTo(-Math.log(3 / 4) - Math.log(1 / 2), 12);
});

test("stays finite far out, and its gradient is σ(z) − y everywhere, at 0 too", () => {
  const z = input("z", [1, 4]);
  const loss = sigmoidCrossEntropy.perExample(z, constant([0, 1, 0, 1], [1, 4]), {});
  const feeds = { z: [1000, 1000, 0, -1000] };
  const [value, slope] = evaluate([loss, ...gradients(sum(loss), [z])], feeds);
  expect(value?.[0]).toBeCloseTo(1000 + Math.LN2 + 1000, 9);
  expect(Array.from(slope ?? [])).toEqual([1, 0, 0.5, -1]);
});

test("predicts the probability of each output by itself", () => {
  const [probabilities] = evaluate([sigmoidCrossEntropy.predict(constant([0, Math.log(3)], [1, 2]))]);
  expect(probabilities?.[0]).toBe(0.5);
  expect(probabilities?.[1]).toBeCloseTo(0.75, 12);
});
