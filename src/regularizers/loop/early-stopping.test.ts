import { expect, test } from "vitest";
import type { EpochRecord, History } from "../../history/index.ts";
import type { Decision, Settings } from "../../seams/index.ts";
import { earlyStopping } from "../index.ts";

const scores = (loss: number, accuracy = 0) => ({ loss, lossStandardError: 0, metrics: { accuracy } });

const epoch = (i: number, validation?: EpochRecord["train"]): EpochRecord => ({
  epoch: i + 1,
  step: (i + 1) * 10,
  train: scores(1 / (i + 1)),
  ...(validation && { validation }),
  penalty: 0,
  objective: 0,
  running: { loss: 0 },
  learningRate: 0.1,
  strengths: {},
});

const metrics: History["metrics"] = [{ id: "accuracy", title: "Accuracy", better: "higher" }];
const defaults = { patience: 3, minDelta: 0, monitor: "loss", warmUp: 0 } as const;

function decide(
  epochs: readonly EpochRecord[],
  settings: Partial<Settings<typeof earlyStopping.params>> = {},
  known = metrics,
): Decision {
  const { loop } = earlyStopping.at;
  if (!loop) throw new Error("early stopping acts on the loop");
  return loop({ metrics: known, epochs }, { ...defaults, ...settings });
}
const losses = (...values: readonly number[]): EpochRecord[] =>
  values.map((loss, i) => epoch(i, scores(loss)));

test("goes on while the loss falls, and keeps the last epoch", () => {
  expect(decide(losses(4, 3, 2, 1))).toEqual({ keep: 4 });
});

test("stops after as many epochs without improvement as its patience, and keeps the best", () => {
  expect(decide(losses(3, 2, 2.5, 2.1))).toEqual({ keep: 2 });
  const decision = decide(losses(3, 2, 2.5, 2.1, 2));
  expect(decision.keep).toBe(2);
  expect(decision.stop).toBe("for 3 epochs the validation loss did not improve; it was best at epoch 2 (2)");
});

test("an improvement starts the count again", () => {
  expect(decide(losses(3, 2, 2.5, 2.1, 1.9, 2, 2))).toEqual({ keep: 5 });
});

test("an improvement smaller than the least one does not count, but its weights are still the best", () => {
  const decision = decide(losses(2, 1.99, 1.98, 1.97), { minDelta: 0.1 });
  expect(decision.keep).toBe(4);
  expect(decision.stop).toContain("did not improve by more than 0.1");
  // Small steps add up until they count.
  expect(decide(losses(2, 1.95, 1.89, 1.85), { minDelta: 0.1 }).stop).toBeUndefined();
});

test("watches the leading metric in its own direction", () => {
  const epochs = [0.5, 0.9, 0.8, 0.85, 0.89].map((accuracy, i) => epoch(i, scores(5 - i, accuracy)));
  const decision = decide(epochs, { monitor: "metric" });
  expect(decision.keep).toBe(2);
  expect(decision.stop).toContain('the validation metric "Accuracy"');
  expect(decision.stop).toContain("(0.9)");
  expect(decide(epochs)).toEqual({ keep: 5 });
  // Without a metric there is only the loss.
  expect(decide(epochs, { monitor: "metric" }, [])).toEqual({ keep: 5 });
});

test("epochs of the warm-up do not count, neither as best nor as waiting", () => {
  const epochs = losses(1, 5, 5, 2, 3, 4);
  expect(decide(epochs).stop).toBeDefined();
  expect(decide(epochs, { warmUp: 4 })).toEqual({ keep: 5 });
  expect(decide(losses(1, 2), { warmUp: 4 })).toEqual({ keep: 2 });
});

test("a loss that is no number is no improvement, and a missing one does not count", () => {
  expect(decide(losses(1, NaN, NaN, NaN)).keep).toBe(1);
  expect(decide(losses(1, NaN, NaN, NaN)).stop).toBeDefined();
  expect(decide(losses(NaN, NaN, NaN)).stop).toBe("for 3 epochs the validation loss did not improve");
  expect(decide([0, 1, 2, 3, 4].map((i) => epoch(i)))).toEqual({ keep: 5 });
  expect(decide([])).toEqual({ keep: 0 });
});
