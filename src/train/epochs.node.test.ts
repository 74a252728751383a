import { expect, test, vi } from "vitest";
import {
  blobs,
  freshRun,
  memoryStore,
  numbersOf,
  slopes,
  tinyPlan,
  trainTiny,
} from "../../test/tiny-runs.ts";
import { type EpochRecord, formatEpochRecord } from "../history/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { createEngine } from "./engine.ts";
import type { Ending, Saved } from "./outside.ts";
import { bestEpoch } from "./records.ts";
import type { State } from "./state.ts";

const recipe: RecipeInput = {
  optimizer: { use: "sgd", learningRate: 0.3, momentum: 0.9 },
  regularizers: [
    { use: "l2", lambda: 0.5 },
    { use: "dropout", rate: 0.2 },
  ],
  seed: 7,
};

const linesOf = ({ saved }: Ending): string[] => saved.records.map(formatEpochRecord);

test("the same seed gives the same bits, and another seed others", async () => {
  const [a, b, c] = await Promise.all([7, 7, 8].map((seed) => trainTiny(tinyPlan({ ...recipe, seed }))));
  expect(linesOf(a as Ending)).toEqual(linesOf(b as Ending));
  expect(numbersOf((a as Ending).kept)).toEqual(numbersOf((b as Ending).kept));
  expect(linesOf(a as Ending)).not.toEqual(linesOf(c as Ending));
});

test("the size of the stretches does not matter, bit by bit", async () => {
  const plan = tinyPlan(recipe);
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  const inStretches = async (counts: readonly number[]) => {
    let at: State = state;
    let from = 0;
    const losses: number[] = [];
    for (const count of counts) {
      const result = await engine.train(at, position.strengths, { from, count });
      at = result.state;
      from += count;
      losses.push(...result.losses);
    }
    return { losses, numbers: numbersOf(at) };
  };
  const atOnce = await inStretches([plan.stepsPerEpoch]);
  expect(atOnce.losses).toHaveLength(5);
  expect(await inStretches([1, 1, 1, 1, 1])).toEqual(atOnce);
  expect(await inStretches([2, 3])).toEqual(atOnce);
  await engine.release();
});

test("training leaves the state that it starts from alone", async () => {
  const plan = tinyPlan(recipe);
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  const before = numbersOf(state);
  await engine.train(state, position.strengths, { from: 0, count: 4 });
  await engine.evaluate(state, plan.rows.train);
  expect(numbersOf(state)).toEqual(before);
  await engine.release();
});

test("a run that is stopped goes on from every one of its saves to the same end", async () => {
  const plan = tinyPlan(recipe);
  const whole = await trainTiny(plan);
  let asked = 0;
  const store = memoryStore();
  // Stops after each stretch, and starts anew from what was saved.
  let ending: Ending | undefined;
  let from: Saved = freshRun(plan);
  for (let stops = 0; ending?.kind !== "completed" && stops < 50; stops++) {
    const wishes = () => Promise.resolve({ stop: asked++ % 2 === 1 });
    ending = await trainTiny(plan, { from, store, outside: { wishes } });
    from = store.saves.at(-1) as Saved;
  }
  expect(asked).toBeGreaterThan(4);
  expect(linesOf(ending as Ending)).toEqual(linesOf(whole));
  expect(numbersOf((ending as Ending).kept)).toEqual(numbersOf(whole.kept));
});

test("a live strength takes effect in the middle of an epoch, without a new engine, and is recorded and saved", async () => {
  const plan = tinyPlan({ ...recipe, epochs: 2 });
  const store = memoryStore();
  const heard: EpochRecord[] = [];
  let asked = 0;
  const changed = await trainTiny(plan, {
    store,
    outside: {
      // Before the second stretch of the first epoch.
      wishes: () => Promise.resolve(asked++ === 1 ? { strengths: { "l2.lambda": 30 } } : {}),
      epoch: (record) => heard.push(record),
    },
  });
  const plain = await trainTiny(plan);
  expect(heard.map(({ strengths }) => strengths["l2.lambda"])).toEqual([30, 30]);
  expect(plain.saved.records.map(({ strengths }) => strengths["l2.lambda"])).toEqual([0.5, 0.5]);
  expect(numbersOf(changed.kept)).not.toEqual(numbersOf(plain.kept));
  // The penalty is measured at the new strength: λ / 2n Σ w².
  const weights = Object.entries(numbersOf(changed.kept)).filter(([name]) => name.endsWith(".weight"));
  const squares = weights.flatMap(([, values]) => values).reduce((total, w) => total + w * w, 0);
  expect(heard.at(-1)?.penalty).toBeCloseTo((30 / (2 * plan.rows.train.length)) * squares, 4);
  expect(heard.at(-1)?.objective).toBe((heard.at(-1)?.train.loss ?? 0) + (heard.at(-1)?.penalty ?? 0));
  // Saved at once: what was trained at the old strength must not be trained again at the new one.
  const [saved] = store.saves;
  expect(saved?.position).toMatchObject({ step: 1, strengths: { "l2.lambda": 30, "dropout.rate": 0.2 } });
  const resumed = await trainTiny(plan, { from: saved as Saved });
  expect(numbersOf(resumed.kept)).toEqual(numbersOf(changed.kept));
  expect(linesOf(resumed)).toEqual(linesOf(changed));
});

test("a strength out of its range is refused in one sentence and changes nothing", async () => {
  const plan = tinyPlan(recipe);
  const refusals: string[] = [];
  const ending = await trainTiny(plan, {
    outside: {
      wishes: () => Promise.resolve({ strengths: { "dropout.rate": 1.5 } }),
      refused: (message) => refusals.push(message),
    },
  });
  expect(refusals[0]).toBe("dropout.rate: got 1.5, expected a number from 0 to 0.95.");
  expect(linesOf(ending)).toEqual(linesOf(await trainTiny(plan)));
});

test("every epoch tells how far it came", async () => {
  const plan = tinyPlan({ ...recipe, epochs: 2, schedule: { use: "cosine" } });
  const { saved } = await trainTiny(plan);
  expect(saved.records.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 5],
    [2, 10],
  ]);
  expect(saved.records[0]?.learningRate).toBeLessThan(0.3);
  expect(saved.records[1]?.learningRate).toBeLessThan(saved.records[0]?.learningRate ?? 0);
});

test("the running loss is the mean of the mini-batch losses of its epoch", async () => {
  const plan = tinyPlan(recipe);
  const { saved } = await trainTiny(plan);
  const engine = await createEngine(plan);
  let { state } = freshRun(plan);
  for (const { running, step } of saved.records) {
    const from = step - plan.stepsPerEpoch;
    const result = await engine.train(state, saved.position.strengths, { from, count: plan.stepsPerEpoch });
    state = result.state;
    expect(running.loss).toBe(result.losses.reduce((total, loss) => total + loss, 0) / plan.stepsPerEpoch);
  }
  await engine.release();
});

test("what techniques tell about each update is averaged over the epoch, also by a run that was resumed in it", async () => {
  const clipping = (norm: number) =>
    tinyPlan({ ...recipe, epochs: 2, regularizers: [{ use: "clipNorm", norm }, "clipNorm"] });
  const plan = clipping(0.5);
  const store = memoryStore();
  let asked = 0;
  const whole = await trainTiny(plan, {
    store,
    // A changed strength is saved at once: here in the middle of the first epoch.
    outside: { wishes: () => Promise.resolve(asked++ === 1 ? { strengths: { "clipNorm.norm": 0.5 } } : {}) },
  });
  const shares = whole.saved.records.map(({ reports }) => reports?.["clipNorm.clipped"] ?? NaN);
  // Five updates an epoch: each was clipped or not.
  for (const share of shares) expect([0, 0.2, 0.4, 0.6, 0.8, 1]).toContain(share);
  expect(shares[0]).toBeGreaterThan(0);
  // The second use of it, with a limit of 1, finds nothing left to clip.
  expect(whole.saved.records.map(({ reports }) => reports?.["clipNorm#2.clipped"])).toEqual([0, 0]);
  expect(store.saves[0]?.position.running.count).toBeLessThan(plan.stepsPerEpoch);
  const resumed = await trainTiny(plan, { from: store.saves[0] as Saved });
  expect(linesOf(resumed)).toEqual(linesOf(whole));

  const never = await trainTiny(clipping(1000));
  expect(never.saved.records.map(({ reports }) => reports?.["clipNorm.clipped"])).toEqual([0, 0]);
  const plain = await trainTiny(tinyPlan({ ...recipe, epochs: 2 }));
  expect(plain.saved.records.map(({ reports }) => reports)).toEqual([undefined, undefined]);
});

const stopping = (monitors: readonly string[]): RecipeInput => ({
  optimizer: { use: "sgd", learningRate: 1 },
  regularizers: monitors.map((monitor) => ({ use: "earlyStopping", monitor, patience: 3 })),
  epochs: 60,
  seed: 3,
});

test.each([[["loss"]], [["metric"]], [["loss", "metric"]], [["metric", "loss"]], [["f1Macro"]]] as const)(
  "early stopping by %j keeps the weights of the epoch that it names",
  async (monitors) => {
    const plan = tinyPlan(stopping(monitors));
    const store = memoryStore();
    const ending = await trainTiny(plan, { store });
    expect(ending.kind).toBe("stoppedEarly");
    const last = ending.saved.records.length;
    expect(last).toBeLessThan(60);
    // The weights after the kept epoch, from a run that ends there.
    const cut = tinyPlan({ ...stopping([]), epochs: ending.keep });
    expect(numbersOf(ending.kept)).toEqual(numbersOf((await trainTiny(cut)).kept));
    // A run that was ended is not trained further when it is resumed, and finds the same weights.
    const again = await trainTiny(plan, { from: ending.saved, store });
    expect(again).toMatchObject({ kind: "stoppedEarly", reason: ending.reason, keep: ending.keep });
    expect(numbersOf(again.kept)).toEqual(numbersOf(ending.kept));
  },
);

test("the best epoch is the first with the lowest validation loss, or training loss without one", () => {
  const record = (epoch: number, train: number, validation?: number): EpochRecord => {
    const scores = (loss: number) => ({ loss, lossStandardError: 0, metrics: {} });
    return {
      epoch,
      step: epoch,
      train: scores(train),
      ...(validation !== undefined && { validation: scores(validation) }),
      penalty: 0,
      objective: train,
      running: { loss: train },
      learningRate: 1,
      strengths: {},
    };
  };
  expect(bestEpoch([record(1, 3, 2), record(2, 2, 1), record(3, 1, 1)])).toBe(2);
  expect(bestEpoch([record(1, 3), record(2, 1)])).toBe(2);
  expect(bestEpoch([record(1, NaN, NaN), record(2, 2, 1)])).toBe(2);
  expect(bestEpoch([record(1, 2, 1), record(2, 1, NaN)])).toBe(1);
  expect(bestEpoch([])).toBe(0);
});

test("a run without validation or test rows trains", async () => {
  const plan = tinyPlan({ ...recipe, split: { validation: 0, test: 0 } }, slopes(20));
  const { saved } = await trainTiny(plan);
  expect(saved.records).toHaveLength(3);
  expect(saved.records[0]).not.toHaveProperty("validation");
});

test("a batch larger than the data is the whole data", async () => {
  const plan = tinyPlan({ ...recipe, batchSize: 1000 }, blobs(60));
  expect(plan.batchSize).toBe(plan.rows.train.length);
  expect(plan.stepsPerEpoch).toBe(1);
  expect((await trainTiny(plan)).saved.position.step).toBe(3);
});

test("a save that fails after a change of a strength is no refusal: the run fails", async () => {
  const full = { ...memoryStore(), save: () => Promise.reject(new Error("no space left")) };
  const refusals: string[] = [];
  const outside = {
    wishes: () => Promise.resolve({ strengths: { "l2.lambda": 3 } }),
    refused: (message: string) => refusals.push(message),
  };
  await expect(trainTiny(tinyPlan(recipe), { store: full, outside })).rejects.toThrow("no space left");
  expect(refusals).toEqual([]);
});

test.each([
  ["every second", 10, 1000],
  ["seldom when it takes long", 400, 4000],
])("saves %s", async (_, saveMs, apart) => {
  let clock = 0;
  const now = vi.spyOn(performance, "now").mockImplementation(() => clock);
  const store = memoryStore();
  const savedAt: number[] = [];
  const counting: typeof store.save = (update) => {
    savedAt.push(clock);
    clock += saveMs;
    return store.save(update);
  };
  const wishes = () => {
    clock += 100;
    return Promise.resolve({});
  };
  await trainTiny(tinyPlan({ ...recipe, epochs: 150 }), {
    store: { ...store, save: counting },
    outside: { wishes },
  }).finally(() => now.mockRestore());
  const gaps = savedAt.slice(1, -1).map((at, i) => at - (savedAt[i] as number));
  expect(gaps.length).toBeGreaterThan(1);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(apart);
  expect(Math.max(...gaps)).toBeLessThan(apart + 600);
});
