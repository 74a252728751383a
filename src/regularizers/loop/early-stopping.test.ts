import fc from "fast-check";
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
const defaults = {
  patience: 3,
  minDelta: 0,
  monitor: "loss",
  combine: "any",
  rule: "patience",
  alpha: 2,
  stripLength: 5,
  strips: 3,
  smoothing: 0,
  warmUp: 0,
} as const;

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

/** Training and validation losses side by side. */
const curves = (training: readonly number[], validation: readonly number[]): EpochRecord[] =>
  validation.map((loss, i) => ({ ...epoch(i, scores(loss)), train: scores(training[i] as number) }));

/** The first epoch after which training ends, and what is decided there. */
function endOf(epochs: readonly EpochRecord[], settings: Parameters<typeof decide>[1]) {
  const decisions = epochs.map((_, i) => decide(epochs.slice(0, i + 1), settings));
  const last = decisions.findIndex(({ stop }) => stop !== undefined);
  return { epoch: last + 1, ...decisions[last] };
}

test("a metric of any name is watched, and smaller is better where its direction says so", () => {
  const known: History["metrics"] = [...metrics, { id: "mae", title: "Mean error", better: "lower" }];
  const epochs = [3, 1, 2, 2, 2].map(
    (mae, i): EpochRecord => ({
      ...epoch(i),
      validation: { loss: 5 - i, lossStandardError: 0, metrics: { accuracy: 0, mae } },
    }),
  );
  expect(decide(epochs, { monitor: "mae" }, known)).toEqual({
    keep: 2,
    stop: 'for 3 epochs the validation metric "Mean error" did not improve; it was best at epoch 2 (1)',
  });
});

test("GL ends training as soon as the loss lies more than α percent above its lowest", () => {
  // 2.25 / 2 = 1.125.
  const epochs = losses(4, 2, 2.25, 2.125, 2.5);
  expect(endOf(epochs, { rule: "GL", alpha: 13 })).toMatchObject({ epoch: 5, keep: 2 });
  expect(endOf(epochs, { rule: "GL", alpha: 12.5 })).toMatchObject({ epoch: 5 });
  expect(endOf(epochs, { rule: "GL", alpha: 12 })).toEqual({
    epoch: 3,
    keep: 2,
    stop: "the validation loss is 12.5 % above its best, more than 12 %; it was best at epoch 2 (2)",
  });
  expect(endOf(epochs, { rule: "GL", alpha: 25 }).stop).toBeUndefined();
});

test("where more of a metric is better, GL takes its distance from 1 for the error", () => {
  // Errors 0.5, 0.25, 0.375: half above the lowest.
  const epochs = [0.5, 0.75, 0.625].map((accuracy, i) => epoch(i, scores(1, accuracy)));
  expect(decide(epochs, { monitor: "accuracy", rule: "GL", alpha: 50 }).stop).toBeUndefined();
  expect(decide(epochs, { monitor: "accuracy", rule: "GL", alpha: 49 })).toEqual({
    keep: 2,
    stop: 'the validation metric "Accuracy" is 50 % further from 1 than at its best, more than 49 %; it was best at epoch 2 (0.75)',
  });
});

test("PQ compares that with the progress of training, at the ends of strips", () => {
  // After 3 epochs GL = 200 and P = 1000 (9 / (3 · 2) − 1) = 500; after 6, GL = 300 and P = 1000 (6 / (3 · 1) − 1) = 1000.
  const epochs = curves([4, 2, 3, 2, 3, 1], [1, 5, 3, 9, 9, 4]);
  expect(endOf(epochs, { rule: "PQ", stripLength: 3, alpha: 0.39 })).toEqual({
    epoch: 3,
    keep: 1,
    stop: "the validation loss is 200 % above its best, 0.4 times the progress of training in the last 3 epochs (500 ‰), more than 0.39; it was best at epoch 1 (1)",
  });
  expect(endOf(epochs, { rule: "PQ", stripLength: 3, alpha: 0.4 }).stop).toBeUndefined();
  expect(decide(epochs, { rule: "PQ", stripLength: 3, alpha: 0.29 }).stop).toContain("0.3 times");
  // Training that does not move any more excuses no loss of generalization, and even a perfect one is no error.
  expect(decide(curves([0, 0], [1, 2]), { rule: "PQ", stripLength: 2, alpha: 100 }).stop).toContain(
    "∞ times the progress of training in the last 2 epochs (0 ‰)",
  );
  expect(decide(curves([1, 1], [2, 1]), { rule: "PQ", stripLength: 2, alpha: 0 }).stop).toBeUndefined();
});

test("UP ends training when the error was higher after each of s strips in a row", () => {
  // At the ends of strips: 4, 4.5, 5, 4.9, 5.
  const epochs = losses(5, 4, 3, 4.5, 6, 5, 4, 4.9, 1, 5);
  const after = (strips: number) => endOf(epochs, { rule: "UP", stripLength: 2, strips });
  expect(after(1)).toEqual({
    epoch: 4,
    keep: 3,
    stop: "the validation loss was worse after the last strip of 2 epochs than before it; it was best at epoch 3 (3)",
  });
  expect(after(2)).toMatchObject({
    epoch: 6,
    stop: expect.stringContaining("after each of the last 2 strips of 2 epochs than before it"),
  });
  expect(after(3).stop).toBeUndefined();
});

test("UP is Prechelt's recursion on every curve", () => {
  const recursion = (errors: readonly number[], k: number, { s, t }: { s: number; t: number }): boolean =>
    t % k === 0 &&
    t > k &&
    (errors[t - 1] as number) > (errors[t - k - 1] as number) &&
    (s === 1 || recursion(errors, k, { s: s - 1, t: t - k }));
  const few = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), few, few, (errors, k, s) => {
      const { stop } = decide(losses(...errors), { rule: "UP", stripLength: k, strips: s });
      expect(stop !== undefined).toBe(recursion(errors, k, { s, t: errors.length }));
    }),
  );
});

test("a warm-up counts for no rule, and strips begin after it", () => {
  const rising = losses(1, 1, 1, 2, 3, 4, 5);
  expect(endOf(rising, { rule: "GL", alpha: 40 })).toMatchObject({ epoch: 4, keep: 1 });
  // 3 / 2 − 1 = 50 %.
  expect(endOf(rising, { rule: "GL", alpha: 40, warmUp: 3 })).toMatchObject({ epoch: 5, keep: 4 });
  expect(endOf(rising, { rule: "UP", stripLength: 2, strips: 1 })).toMatchObject({ epoch: 4 });
  expect(endOf(rising, { rule: "UP", stripLength: 2, strips: 1, warmUp: 3 })).toMatchObject({ epoch: 7 });
});

test("smoothing takes a share of the smoothed value before, also to find the best", () => {
  // 3, 2, 2.5, 2.25.
  const epochs = losses(3, 1, 3, 2);
  expect(decide(epochs, { smoothing: 0.5, patience: 2 })).toEqual({
    keep: 2,
    stop: "for 2 epochs the smoothed validation loss did not improve; it was best at epoch 2 (2)",
  });
  expect(decide(losses(3, 1, 3, 1), { smoothing: 0.5, patience: 2 })).toEqual({ keep: 4 });
  // 2.5 / 2 = 1.25.
  expect(endOf(epochs, { rule: "GL", alpha: 24, smoothing: 0.5 })).toMatchObject({ epoch: 3 });
  // What is no number leaves no trace: 4, NaN, 3.
  expect(decide(losses(4, NaN, 2), { smoothing: 0.5, rule: "GL" })).toEqual({ keep: 3 });
});

test("of several monitors one ends training and the reason says which; the first says what is kept", () => {
  const accuracies = [0.5, 0.9, 0.8, 0.8, 0.8, 0.8];
  const epochs = [5, 4, 3, 2, 2, 2].map((loss, i) => epoch(i, scores(loss, accuracies[i])));
  const ofAccuracy =
    'for 3 epochs the validation metric "Accuracy" did not improve; it was best at epoch 2 (0.9)';
  expect(endOf(epochs, { monitor: ["loss", "accuracy"] })).toEqual({ epoch: 5, keep: 4, stop: ofAccuracy });
  expect(endOf(epochs, { monitor: ["metric", "loss"] })).toEqual({ epoch: 5, keep: 2, stop: ofAccuracy });
  // Where all must agree the loss has to stand still too.
  expect(endOf(epochs, { monitor: ["loss", "accuracy"], combine: "all", patience: 2 })).toEqual({
    epoch: 6,
    keep: 4,
    stop: 'for 2 epochs the validation loss did not improve; it was best at epoch 4 (2), and for 4 epochs the validation metric "Accuracy" did not improve; it was best at epoch 2 (0.9)',
  });
});

test("going over a finished curve decides as training would have, epoch by epoch", () => {
  const some = fc.integer({ min: 1, max: 3 });
  const settings = fc.record({
    rule: fc.constantFrom("patience", "GL", "PQ", "UP"),
    patience: some,
    stripLength: some,
    strips: some,
    alpha: fc.integer({ min: 0, max: 60 }),
    smoothing: fc.constantFrom(0, 0.5),
    warmUp: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), settings, (errors, chosen) => {
      const epochs = losses(...errors);
      const { epoch: at, keep, stop } = endOf(epochs, chosen);
      const first = earlyStopping.replays?.first({ metrics, epochs }, { ...defaults, ...chosen });
      expect(first?.stop).toBe(stop);
      expect(first).toMatchObject(stop === undefined ? { epoch: errors.length } : { epoch: at, keep });
    }),
  );
});
