import { inputName, isInput, share, sizeOf, topological } from "../graph/index.ts";
import { compileLoop, compileModel, loopNames, type Step } from "../onnx/index.ts";
import {
  createSession,
  int32,
  int64Scalar,
  scalar,
  type Session,
  type SessionOptions,
  type Value,
} from "../runtime/index.ts";
import { engineData, storageOf } from "./engine-data.ts";
import { type Stretch, stretchFeeder } from "./feeds.ts";
import type { Plan } from "./plan.ts";
import { type State, stateNames } from "./state.ts";
import { evaluationStep, inputNames, penaltyValue, trainingStep } from "./step.ts";
import type { Strengths } from "./techniques.ts";

/** What some updates did. */
export interface StretchResult {
  readonly state: State;
  /** The data loss of each mini-batch, before its update. */
  readonly losses: Float32Array;
}

/** What the model says about some rows in evaluation mode. */
export interface Answers {
  /** `[rows]`. */
  readonly losses: Float32Array;
  /** `[rows, outputs]`: probabilities, or numbers in the scale of the loss. */
  readonly predictions: Float32Array;
}

/** A compiled run: the only way to train it and to ask it. Every call blocks the thread until it is done. */
export interface Engine {
  /** Milliseconds to build and compile the training step. */
  readonly compileMs: number;
  /** Makes updates; a loss that is no finite number ends the stretch early with that loss as its last. */
  train(state: State, strengths: Strengths, stretch: Stretch): Promise<StretchResult>;
  evaluate(state: State, rows: Int32Array): Promise<Answers>;
  /** The value of all penalties. */
  penalty(state: State, strengths: Strengths): Promise<number>;
  release(): Promise<void>;
}

const evaluationBatch = 1024;

const options = ({ recipe }: Plan): SessionOptions => ({ ...recipe.run, spin: false });

const strengthFeeds = (strengths: Strengths): Record<string, Value> =>
  Object.fromEntries(Object.entries(strengths).map(([path, value]) => [path, scalar(value)]));

/** The scalars that hold for a whole run. */
const runFeeds = (plan: Plan): Record<string, Value> => ({
  [inputNames.trainingRows]: scalar(plan.rows.train.length),
});

interface Trainer {
  readonly session: Session;
  readonly step: Step;
  readonly fixed: Record<string, Value>;
}

function trainer(plan: Plan, { session, step, fixed }: Trainer): Engine["train"] {
  const names = stateNames(plan);
  const feedsOf = stretchFeeder(plan, step.perStep.map(inputName));
  return async (state, strengths, stretch) => {
    const before = Object.fromEntries(names.map((name) => [loopNames.before(name), state[name] as Value]));
    const results = await session.run({
      ...fixed,
      ...strengthFeeds(strengths),
      ...before,
      ...feedsOf(stretch),
      [loopNames.steps]: int64Scalar(stretch.count),
    });
    return {
      state: Object.fromEntries(names.map((name) => [name, results[loopNames.after(name)] as Value])),
      losses: (results[loopNames.scan("loss")] as Value).values as Float32Array,
    };
  };
}

/** Rows in whole batches; the last batch is filled up with its first row. */
function paddedRows(rows: Int32Array, batch: number): Int32Array {
  const padded = new Int32Array(Math.ceil(rows.length / batch) * batch).fill(rows[0] ?? 0);
  padded.set(rows);
  return padded;
}

function evaluator(session: Session, fixed: Record<string, Value>, batch: number): Engine["evaluate"] {
  return async (state, rows) => {
    const padded = paddedRows(rows, batch);
    const count = padded.length / batch;
    const results = await session.run({
      ...fixed,
      ...state,
      [loopNames.perStep(inputNames.rows)]: int32(padded, [count, batch]),
      [loopNames.steps]: int64Scalar(count),
    });
    const losses = (results[loopNames.scan("losses")] as Value).values as Float32Array;
    const predictions = results[loopNames.scan("predictions")] as Value;
    const width = sizeOf(predictions.shape.slice(2));
    return {
      losses: losses.subarray(0, rows.length),
      predictions: (predictions.values as Float32Array).subarray(0, rows.length * width),
    };
  };
}

/** The penalty as a session of its own, or nothing when no technique adds one. */
async function penaltySession(plan: Plan): Promise<Session | undefined> {
  const penalty = penaltyValue(plan);
  const dependsOnWeights = topological(share([penalty])).some(isInput);
  return dependsOnWeights ? createSession(compileModel({ outputs: { penalty } }), options(plan)) : undefined;
}

/**
 * Compiles a plan.
 * @throws UserError when its device is not there.
 */
export async function createEngine(plan: Plan): Promise<Engine> {
  const storage = storageOf(plan);
  const fixed = { ...engineData(plan, storage), ...runFeeds(plan) };
  const started = performance.now();
  const step = trainingStep(plan, storage);
  const training = await createSession(compileLoop(step), options(plan));
  const compileMs = performance.now() - started;
  const batch = Math.min(
    evaluationBatch,
    Math.max(plan.measuredTrain.length, plan.rows.validation.length, plan.rows.test.length),
  );
  const evaluation = await createSession(compileLoop(evaluationStep(plan, storage, batch)), options(plan));
  const penalty = await penaltySession(plan);
  return {
    compileMs,
    train: trainer(plan, { session: training, step, fixed }),
    evaluate: evaluator(evaluation, fixed, batch),
    penalty: async (state, strengths) => {
      if (!penalty) return 0;
      const results = await penalty.run({ ...fixed, ...state, ...strengthFeeds(strengths) });
      return (results["penalty"] as Value).values[0] as number;
    },
    release: async () => {
      for (const session of [training, evaluation, penalty]) await session?.release();
    },
  };
}
