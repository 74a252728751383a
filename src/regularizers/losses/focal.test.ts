import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { lossesWith } from "../../../test/lone-pass.ts";
import { activeOf, seamsOf } from "../../../test/techniques.ts";
import { constant, evaluate, gradients, input, sum } from "../../graph/index.ts";
import { losses } from "../../losses/index.ts";
import { confidencePenalty, focal } from "../index.ts";

/** One input of 1, so that the weight is the row of outputs. */
const outputsOf = (outputs: readonly number[], targets: readonly number[]) => ({
  inputs: [[1]],
  weight: [outputs],
  targets: [targets],
});

const shares = [1, 3, 4].map(Math.log);

test("with γ 2 a loss of log 2 at p = 1/2 becomes a quarter of it, and one of log 8 at p = 1/8 loses little", () => {
  expectClose(lossesWith(focal, { gamma: 2 }, outputsOf(shares, [0, 0, 1])).after, [Math.log(2) / 4], 1e-12);
  const rare = lossesWith(focal, { gamma: 2 }, outputsOf(shares, [1, 0, 0]));
  expectClose(rare.after, [(49 / 64) * Math.log(8)], 1e-12);
});

test("mixed targets: p is what they give to the classes, here 1/4 · 3/8 + 3/4 · 1/2 = 15/32", () => {
  const { before, after } = lossesWith(focal, { gamma: 1 }, outputsOf(shares, [0, 0.25, 0.75]));
  expectClose(after, [(17 / 32) * (before[0] as number)], 1e-12);
});

test("binary losses are weighed output by output", () => {
  const odds = [1, 1 / 3].map(Math.log);
  const loss = losses.sigmoidCrossEntropy;
  const { after } = lossesWith(focal, { gamma: 2 }, { ...outputsOf(odds, [1, 0]), loss });
  expectClose(after, [Math.log(2) / 4 + Math.log(4 / 3) / 16], 1e-12);
});

test("the slope of γ = 1 by hand: of −(1 − p) log p by z it is −(1 − p)² + p (1 − p) log p", () => {
  const { slope } = lossesWith(focal, { gamma: 1 }, outputsOf([0, Math.log(3)], [0, 1]));
  const p = 3 / 4;
  const expected = -((1 - p) ** 2) + p * (1 - p) * Math.log(p);
  expectClose(slope, [-expected, expected], 1e-12);
});

test("an output of any size leaves numbers, also where the target has all of the probability", () => {
  for (const gamma of [0, 0.5, 2]) {
    const { after, slope } = lossesWith(focal, { gamma }, outputsOf([1000, 0, -1000], [1, 0, 0]));
    expect([...after, ...slope].map(Math.abs)).toEqual([0, 0, 0, 0]);
    const wrong = lossesWith(focal, { gamma }, outputsOf([1000, 0, -1000], [0, 1, 0]));
    expectClose(wrong.after, [1000], 1e-12);
  }
});

test("what another technique adds is not weighed, wherever it stands", () => {
  const x = input("z", [1, 3]);
  const { perExample, predict, terms } = losses.crossEntropy;
  const targets = constant([0, 0, 1], [1, 3]);
  const pass = {
    inputs: x,
    outputs: x,
    predictions: predict(x),
    targets,
    losses: perExample(x, targets, {}),
    terms: terms?.(x, targets, {}),
    activations: [],
    lossesFor: (others: typeof x) => perExample(x, others, {}),
    at: () => pass,
  };
  const [focused, unsure] = [activeOf(focal), activeOf(confidencePenalty)];
  const values = [
    [focused, unsure],
    [unsure, focused],
  ].map((techniques) => {
    const changed = seamsOf(techniques).losses(pass);
    return evaluate([changed, ...gradients(sum(changed), [x])], { z: shares }).flatMap((each) =>
      Array.from(each),
    );
  });
  expectClose(values[0] as number[], values[1] as number[], 1e-12);
});
