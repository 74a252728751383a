import { expect, test } from "vitest";
import { expectGradient } from "../../test/finite-differences.ts";
import { constant, evaluate, gradients, input, mul, square, sum } from "../graph/index.ts";
import { crossEntropy } from "./index.ts";

const logits = constant([Math.log(1), Math.log(3), Math.log(4), 1000, 0, 0], [2, 3]);

test("is the negative logarithm of the right class's share, even for huge logits", () => {
  const targets = constant([0, 0, 1, 1, 0, 0], [2, 3]);
  const [loss] = evaluate([crossEntropy.perExample(logits, targets, {})]);
  expect(loss?.[0]).toBeCloseTo(-Math.log(4 / 8), 12);
  expect(loss?.[1]).toBeCloseTo(0, 12);
});

test("predicts probabilities", () => {
  const [probabilities] = evaluate([crossEntropy.predict(logits)]);
  const expected = [1 / 8, 3 / 8, 4 / 8, 1, 0, 0];
  expected.forEach((p, i) => expect(probabilities?.[i]).toBeCloseTo(p, 12));
});

test("derivatives by outputs and targets, first and second", () => {
  const [z, y] = [input("z", [2, 3]), input("y", [2, 3])];
  const feeds = { z: [0.5, -1, 0.25, 1, 0.75, -0.5], y: [0.2, 0.5, 0.3, 0, 1, 0] };
  const weighted = sum(mul(crossEntropy.perExample(z, y, {}), constant([1, -3])));
  expectGradient(weighted, [z, y], feeds);
  const [dz = z] = gradients(weighted, [z]);
  expectGradient(sum(square(dz)), [z], feeds);
});

test("outputs of any size leave the gradient p − y", () => {
  const targets = constant([0, 0, 1, 1, 0, 0], [2, 3]);
  const [slope = logits] = gradients(sum(crossEntropy.perExample(logits, targets, {})), [logits]);
  const [found] = evaluate([slope]);
  [1 / 8, 3 / 8, -1 / 2, 0, 0, 0].forEach((value, i) => expect(found?.[i]).toBeCloseTo(value, 12));
});
