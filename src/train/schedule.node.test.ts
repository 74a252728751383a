import { expect, test } from "vitest";
import { freshRun, memoryStore, numbersOf, slopes, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { type EpochRecord, formatEpochRecord } from "../history/index.ts";
import type { RecipeInput } from "../recipe/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { Ending, Saved } from "./outside.ts";
import type { Plan } from "./plan.ts";
import { strengthsIn } from "./schedule.ts";
import type { State } from "./state.ts";
import { initialStrengths } from "./techniques.ts";

const recipe: RecipeInput = {
  optimizer: { use: "sgd", learningRate: 0.3, momentum: 0.9 },
  regularizers: [
    { use: "l2", lambda: 8, from: 2, ramp: 4 },
    { use: "dropout", rate: 0.4, until: 3 },
    { use: "l1", lambda: 1 },
    "earlyStopping",
  ],
  epochs: 6,
  seed: 7,
};

const linesOf = ({ saved }: Ending): string[] => saved.records.map(formatEpochRecord);
const pathsOf = (records: readonly EpochRecord[], path: string) =>
  records.map(({ strengths }) => strengths[path]);

test("strengths lie between off and full as the epochs of their techniques say", () => {
  const { techniques } = tinyPlan({
    regularizers: [
      { use: "l2", lambda: 3, from: 2, ramp: 3 },
      { use: "l2", lambda: 4, layers: ["output"], until: 2 },
      { use: "elasticNet", lambda: 2, ratio: 0.3, from: 3 },
      { use: "clipNorm", norm: 5 },
    ],
  });
  const full = initialStrengths(techniques);
  const always = { "elasticNet.ratio": 0.3, "clipNorm.norm": 5 };
  const at = (epoch: number) => strengthsIn(epoch, techniques, full);
  expect(at(1)).toEqual({ ...always, "l2.lambda": 0, "l2#2.lambda": 4, "elasticNet.lambda": 0 });
  expect(at(2)).toEqual({ ...always, "l2.lambda": 1, "l2#2.lambda": 4, "elasticNet.lambda": 0 });
  expect(at(3)).toEqual({ ...always, "l2.lambda": 2, "l2#2.lambda": 0, "elasticNet.lambda": 2 });
  expect(at(4)).toEqual({ ...always, "l2.lambda": 3, "l2#2.lambda": 0, "elasticNet.lambda": 2 });
  expect(strengthsIn(2, techniques, { ...full, "l2.lambda": 30 })).toMatchObject({ "l2.lambda": 10 });
});

test("one engine trains all epochs, each at its own strengths, and the record tells them", async () => {
  const plan = tinyPlan(recipe);
  const heard = new Map<number, Set<string>>();
  const listening = (engine: Engine): Engine => ({
    ...engine,
    train: (state, strengths, stretch) => {
      const epoch = Math.floor(stretch.from / plan.stepsPerEpoch) + 1;
      heard.set(epoch, (heard.get(epoch) ?? new Set()).add(JSON.stringify(strengths)));
      return engine.train(state, strengths, stretch);
    },
  });
  const { saved } = await trainTiny(plan, { engine: listening });
  expect(pathsOf(saved.records, "l2.lambda")).toEqual([0, 2, 4, 6, 8, 8]);
  expect(pathsOf(saved.records, "dropout.rate")).toEqual([0.4, 0.4, 0.4, 0, 0, 0]);
  expect(pathsOf(saved.records, "l1.lambda")).toEqual([1, 1, 1, 1, 1, 1]);
  for (const { epoch, strengths } of saved.records)
    expect(heard.get(epoch)).toEqual(new Set([JSON.stringify(strengths)]));
  // The same updates by hand.
  const engine = await createEngine(plan);
  let { state } = freshRun(plan);
  for (const { epoch, strengths, penalty, objective, train } of saved.records) {
    const from = (epoch - 1) * plan.stepsPerEpoch;
    ({ state } = await engine.train(state, strengths, { from, count: plan.stepsPerEpoch }));
    expect(penalty).toBe(await engine.penalty(state, strengths));
    expect(objective).toBe(train.loss + penalty);
  }
  await engine.release();
  expect(numbersOf(saved.state)).toEqual(numbersOf(state));
});

test("before its first epoch a technique does nothing, and after its last one no more", async () => {
  const timed = (timing: object, epochs: number) =>
    trainTiny(tinyPlan({ ...recipe, epochs, regularizers: [{ use: "dropout", rate: 0.4, ...timing }] }));
  const numbers = async (timing: object, epochs: number) => numbersOf((await timed(timing, epochs)).kept);
  const without = numbersOf((await trainTiny(tinyPlan({ ...recipe, epochs: 2, regularizers: [] }))).kept);
  expect(await numbers({ from: 3 }, 2)).toEqual(without);
  expect(await numbers({ from: 2 }, 2)).not.toEqual(without);
  expect(await numbers({ until: 2 }, 2)).toEqual(await numbers({}, 2));
  expect(await numbers({ until: 2 }, 3)).not.toEqual(await numbers({}, 3));
});

test("a run that is stopped inside of a ramp goes on to the same end, bit by bit", async () => {
  const plan = tinyPlan(recipe);
  const whole = await trainTiny(plan);
  const store = memoryStore();
  let from: Saved = freshRun(plan);
  let ending: Ending | undefined;
  const stops: number[] = [];
  // After each stretch: inside of epochs and between them.
  for (let asked = 0; ending?.kind !== "completed" && stops.length < 60; ) {
    const wishes = () => Promise.resolve({ stop: asked++ % 2 === 1 });
    ending = await trainTiny(plan, { from, store, outside: { wishes } });
    from = store.saves.at(-1) as Saved;
    stops.push(from.position.step);
  }
  expect(stops.some((step) => step > plan.stepsPerEpoch && step % plan.stepsPerEpoch > 0)).toBe(true);
  expect(linesOf(ending as Ending)).toEqual(linesOf(whole));
  expect(numbersOf((ending as Ending).kept)).toEqual(numbersOf(whole.kept));
});

test("a live change sets the full value, which the ramp takes its share of", async () => {
  const plan = tinyPlan(recipe);
  const store = memoryStore();
  const heard: EpochRecord[] = [];
  const ending = await trainTiny(plan, {
    store,
    outside: {
      wishes: () =>
        Promise.resolve(heard.length === 2 ? { strengths: { "l2.lambda": 80, "dropout.rate": 0.5 } } : {}),
      epoch: (record) => heard.push(record),
    },
  });
  expect(pathsOf(heard, "l2.lambda")).toEqual([0, 2, 40, 60, 80, 80]);
  expect(pathsOf(heard, "dropout.rate")).toEqual([0.4, 0.4, 0.5, 0, 0, 0]);
  const changed = store.saves.find(({ position }) => position.strengths["l2.lambda"] === 80) as Saved;
  expect(changed.position.step).toBeLessThan(3 * plan.stepsPerEpoch);
  expect(linesOf(await trainTiny(plan, { from: changed, store }))).toEqual(linesOf(ending));
});

/** The states of a run and the losses after them, one update at a time. */
async function oneByOne(plan: Plan): Promise<{ states: State[]; losses: number[] }> {
  const engine = await createEngine(plan);
  const states = [freshRun(plan).state];
  const losses: number[] = [];
  for (let from = 0; Number.isFinite(losses.at(-1) ?? 0); from++) {
    const epoch = Math.floor(from / plan.stepsPerEpoch) + 1;
    const strengths = strengthsIn(epoch, plan.techniques, initialStrengths(plan.techniques));
    const result = await engine.train(states.at(-1) as State, strengths, { from, count: 1 });
    states.push(result.state);
    losses.push(result.losses[0] as number);
  }
  await engine.release();
  return { states, losses };
}

test("the last good weights of a run that diverges inside of a ramp are those that it had", async () => {
  const plan = tinyPlan(
    {
      model: { preset: "mlp", hidden: [6], activation: "linear" },
      optimizer: { use: "sgd", learningRate: 0.1 },
      // Each update multiplies weights by about −60, and −120 in the epoch after.
      regularizers: [{ use: "l2", convention: "sum", lambda: 900, from: 2, ramp: 3 }],
      epochs: 20,
    },
    slopes(60),
  );
  const { states, losses } = await oneByOne(plan);
  const failing = losses.length;
  expect(failing).toBeGreaterThan(plan.stepsPerEpoch + 1);
  const ending = await trainTiny(plan);
  expect(ending).toMatchObject({ kind: "diverged", brokeOff: { step: failing } });
  expect(numbersOf(ending.kept)).toEqual(numbersOf(states[failing - 2] as State));
});
