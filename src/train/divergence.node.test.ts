import { expect, test } from "vitest";
import { freshRun, memoryStore, numbersOf, slopes, tinyPlan, trainTiny } from "../../test/tiny-runs.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";

/** A deep linear net on squares explodes for a while before float32 overflows. */
const exploding = (learningRate: number, epochs = 4, batchSize = 8): Plan =>
  tinyPlan(
    {
      model: { preset: "mlp", hidden: [6, 6], activation: "linear" },
      optimizer: { use: "sgd", learningRate },
      epochs,
      batchSize,
    },
    slopes(60),
  );

/** The state after some updates and the loss of the next one, one update at a time. */
async function oneByOne(plan: Plan, most: number): Promise<{ states: State[]; losses: number[] }> {
  const engine = await createEngine(plan);
  const { state, position } = freshRun(plan);
  const states = [state];
  const losses: number[] = [];
  for (let from = 0; from < most && Number.isFinite(losses.at(-1) ?? 0); from++) {
    const result = await engine.train(states.at(-1) as State, position.strengths, { from, count: 1 });
    states.push(result.state);
    losses.push(result.losses[0] as number);
  }
  await engine.release();
  return { states, losses };
}

const isFinite = (state: State): boolean =>
  Object.values(state).every(({ values }) => (values as Float32Array).every(Number.isFinite));

test.each([1e6, 30, 4, 2])(
  "a learning rate of %f stops the run and keeps the last good weights",
  async (rate) => {
    const plan = exploding(rate);
    const { states, losses } = await oneByOne(plan, plan.stepsPerEpoch * 4);
    const failing = losses.length;
    expect(losses.at(-1)).not.toSatisfy(Number.isFinite);
    const store = memoryStore();
    const ending = await trainTiny(plan, { store });
    expect(ending.kind).toBe("diverged");
    expect(ending.reason).toContain(`at step ${failing} (epoch ${Math.ceil(failing / plan.stepsPerEpoch)})`);
    expect(ending.reason).toContain(`after step ${failing - 2} `);
    expect(isFinite(ending.kept)).toBe(true);
    expect(numbersOf(ending.kept)).toEqual(numbersOf(states[failing - 2] as State));
    expect(ending.saved.position.step).toBe(failing - 2);
    // What was saved last resumes into the same end.
    const again = await trainTiny(plan, { from: ending.saved });
    expect({ ...again, kept: numbersOf(again.kept), saved: again.saved.position }).toEqual({
      ...ending,
      kept: numbersOf(ending.kept),
      saved: ending.saved.position,
    });
  },
);

/** A run whose weights explode in the last update of its first epoch. */
async function explodingAtEpochEnd(epochs: number): Promise<{ plan: Plan; steps: number }> {
  const plan = exploding(30, epochs);
  const steps = (await oneByOne(plan, plan.stepsPerEpoch)).losses.length - 1;
  expect(steps).toBeGreaterThan(1);
  expect(steps).toBeLessThan(plan.stepsPerEpoch);
  return { plan: { ...plan, stepsPerEpoch: steps }, steps };
}

test("weights that explode in the very last update are noticed", async () => {
  const { plan, steps } = await explodingAtEpochEnd(1);
  const ending = await trainTiny(plan);
  expect(ending.kind).toBe("diverged");
  expect(ending.reason).toContain(
    `at step ${steps} (epoch 1), so the weights after step ${steps - 1} are kept`,
  );
  expect(isFinite(ending.kept)).toBe(true);
  expect(ending.saved.position).toMatchObject({ step: steps - 1, running: { count: steps - 1 } });
});

test("a run that diverges in the first update of an epoch resumes into the epoch before", async () => {
  const { plan, steps } = await explodingAtEpochEnd(2);
  // Rows that are measured may miss an explosion that the next batch shows.
  const blind = (engine: Engine): Engine => ({
    ...engine,
    evaluate: (_, rows) => engine.evaluate(freshRun(plan).state, rows),
  });
  const ending = await trainTiny(plan, { engine: blind });
  expect(ending.reason).toContain(`at step ${steps + 1} (epoch 2), so the weights after step ${steps - 1} `);
  expect(ending.saved.position).toMatchObject({ step: steps - 1, running: { count: steps - 1 } });
  expect(ending.saved.records).toHaveLength(1);
  // A store gives back the records up to the saved step: the first epoch is closed again.
  const again = await trainTiny(plan, { engine: blind, from: { ...ending.saved, records: [] } });
  expect(again.saved.records).toEqual(ending.saved.records);
  expect(again.reason).toBe(ending.reason);
  expect(numbersOf(again.kept)).toEqual(numbersOf(ending.kept));
});
