import { expect, test } from "vitest";
import { expectClose } from "../../../test/finite-differences.ts";
import { lossesWith } from "../../../test/lone-pass.ts";
import { phrases, tinyPlan, trainTiny } from "../../../test/tiny-runs.ts";
import { losses } from "../../losses/index.ts";
import { confidencePenalty } from "../index.ts";

const even = { inputs: [[1]], weight: [[0, 0, 0, 0]], targets: [[0, 1, 0, 0]] };

test("four classes alike have an entropy of log 4, of which β is taken off", () => {
  const { before, after } = lossesWith(confidencePenalty, { beta: 0.25 }, even);
  expectClose(before, [Math.log(4)], 1e-12);
  expectClose(after, [0.75 * Math.log(4)], 1e-12);
});

test("binary outputs have an entropy each", () => {
  const loss = losses.sigmoidCrossEntropy;
  const { after } = lossesWith(confidencePenalty, { beta: 0.25 }, { ...even, loss });
  expectClose(after, [0.75 * 4 * Math.log(2)], 1e-12);
});

test("its slope is β p (log p + H)", () => {
  const logs = [1, 3, 4].map((share) => Math.log(share / 8));
  const pass = { inputs: [[1]], weight: [logs], targets: [[1, 0, 0]] };
  const [plain, penalized] = [0, 0.5].map((beta) => lossesWith(confidencePenalty, { beta }, pass).slope);
  const entropy = logs.reduce((total, log) => total - Math.exp(log) * log, 0);
  expectClose(
    (penalized as number[]).map((slope, k) => slope - (plain?.[k] as number)),
    logs.map((log) => 0.5 * Math.exp(log) * (log + entropy)),
    1e-12,
  );
});

test("it is lowest where the outputs are ever more alike: β of the divergence from equal shares, less a constant", () => {
  const divergence = (logs: readonly number[]): number =>
    logs.reduce((total, log) => total + Math.exp(log) * (log + Math.log(3)), 0);
  for (const shares of [
    [1, 1, 1],
    [1, 3, 4],
    [0.1, 0.1, 7.8],
  ]) {
    const total = shares.reduce((a, b) => a + b);
    const logs = shares.map((share) => Math.log(share / total));
    const { before, after } = lossesWith(
      confidencePenalty,
      { beta: 2 },
      { inputs: [[1]], weight: [logs], targets: [[1, 0, 0]] },
    );
    expect((after[0] as number) - (before[0] as number)).toBeCloseTo(
      2 * (divergence(logs) - Math.log(3)),
      12,
    );
  }
});

test("the record calls what it takes off a penalty, and leaves the loss alone", async () => {
  const recipe = { model: { preset: "text-embedding", hidden: [3] }, epochs: 1 } as const;
  const plan = tinyPlan({ ...recipe, regularizers: [{ use: "confidencePenalty", beta: 0.5 }] }, phrases(40));
  const [record] = (await trainTiny(plan)).saved.records;
  const { penalty = NaN, objective, train, reports } = record ?? {};
  // Two classes have an entropy of at most log 2.
  expect(penalty).toBeGreaterThan(-0.5 * Math.log(2) - 1e-6);
  expect(penalty).toBeLessThan(-0.1);
  expect(reports?.["losses.added"]).toBeCloseTo(penalty, 12);
  expect(objective).toBeCloseTo((train?.loss ?? NaN) + penalty, 12);
});
