import { expect, test } from "vitest";
import { constant, evaluate } from "../graph/index.ts";
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
