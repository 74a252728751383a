import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { seamsWith } from "../../../test/lone-technique.ts";
import {
  constant,
  evaluate,
  gradients,
  input,
  logSoftmax,
  mul,
  neg,
  sum,
  type Tensor,
} from "../../graph/index.ts";
import { labelSmoothing } from "../index.ts";

const smoothed = (targets: readonly number[], epsilon: number): Tensor =>
  seamsWith(labelSmoothing, { epsilon }, { classes: targets.length }).targets(
    constant([...targets], [1, targets.length]),
  );
const valuesOf = (t: Tensor): number[] => Array.from(evaluate([t])[0] ?? []);

test("with ε 0.3 and three classes (0, 1, 0) becomes (0.1, 0.8, 0.1)", () => {
  expectClose(valuesOf(smoothed([0, 1, 0], 0.3)), [0.1, 0.8, 0.1], 1e-12);
});

test("with ε 0 the targets stay bit for bit", () => {
  expect(valuesOf(smoothed([0, 0.3, 0.7], 0))).toEqual([0, 0.3, 0.7]);
});

const [classes, epsilon] = [10, 0.1];
const oneHot = Array.from({ length: classes }, (_, k) => Number(k === 3));
const logits = input("logits", [1, classes]);
const crossEntropy = (targets: Tensor): Tensor => neg(sum(mul(targets, logSoftmax(logits))));

test("the loss is lowest at the logit gap 4.510860, where it is the entropy of the smoothed target", () => {
  const gap = Math.log((1 - epsilon + epsilon / classes) / (epsilon / classes));
  expect(gap).toBeCloseTo(4.51086, 6);
  const loss = crossEntropy(smoothed(oneHot, epsilon));
  const at = { logits: oneHot.map((y) => y * gap) };
  const [value, slope] = evaluate([loss, ...gradients(loss, [logits])], at);
  for (const number of slope ?? []) expect(number).toBeCloseTo(0, 12);
  const entropy = -(0.91 * Math.log(0.91) + 9 * 0.01 * Math.log(0.01));
  expect(value?.[0]).toBeCloseTo(entropy, 12);
});

test("the loss is (1 − ε) times the cross-entropy and ε times the mean of −log p", () => {
  const at = { logits: oneHot.map((_, k) => Math.sin(3 * k)) };
  const uniform = constant(new Float64Array(classes).fill(1 / classes), [1, classes]);
  const [found = [], plain = [], spread = []] = evaluate(
    [
      crossEntropy(smoothed(oneHot, epsilon)),
      crossEntropy(constant(oneHot, [1, classes])),
      crossEntropy(uniform),
    ],
    at,
  );
  expect(found[0]).toBeCloseTo((1 - epsilon) * (plain[0] ?? NaN) + epsilon * (spread[0] ?? NaN), 12);
});
