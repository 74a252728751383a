import { bug } from "../base/index.ts";
import { inputName, isInput, share, topological } from "../graph/index.ts";
import { compileLoop, compileModel, loopNames, type Step, valuesOf } from "../onnx/index.ts";
import {
  createSession,
  float32,
  int64Scalar,
  scalar,
  type Session,
  type SessionOptions,
  type Value,
} from "../runtime/index.ts";
import { channelBlockOf } from "./blocks.ts";
import { evaluationRows } from "./batch-sizes.ts";
import { type Answers, evaluator } from "./evaluator.ts";
import { type Examples, exampleSource, type ReadRows } from "./examples.ts";
import { firstStepFeeds, stepFeeds, type Stretch } from "./feeds.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import { type Learning, learnedStep, learningFeeds, withLearned } from "./learned-step.ts";
import { type Members, stateOfMembers, stepOfMembers } from "./members.ts";
import { evaluationStep, inputNames, penaltyValue, type Storage, trainingStep } from "./step.ts";
import type { Strengths } from "./techniques.ts";
import { batchFeeds, trainingWindows } from "./training-windows.ts";

/** What some updates did. */
export interface StretchResult {
  readonly state: State;
  /** The data loss of each mini-batch, before its update; of several members `[updates, members]`. */
  readonly losses: Float32Array;
  /** What techniques told about each update, by path such as `clipNorm.clipped`. */
  readonly reports: Readonly<Record<string, Float32Array>>;
}

/** A compiled run: the only way to train it and to ask it. Every call blocks the thread until it is done. */
export interface Engine {
  /** Milliseconds to build and compile the training step. */
  readonly compileMs: number;
  /** Makes updates; a loss that is no finite number ends the stretch early with that loss as its last. */
  train(state: State, strengths: FedStrengths, stretch: Stretch): Promise<StretchResult>;
  /** How many updates one call can make from an update on: those of the examples that are held at once. */
  updatesAhead(step: number): number;
  /** Of the state of one run, as of one member where it is for several. */
  evaluate(state: State, rows: Int32Array): Promise<Answers>;
  /** The value of all penalties. */
  penalty(state: State, strengths: Strengths): Promise<number>;
  /** For others that look at the same examples. */
  readonly read: ReadRows;
  /** How many milliseconds it has waited for examples so far. */
  waitedMs(): number;
  /** What training carries at the start of a run, or of members that are all alike, from the state of one. */
  begin(state: State): State;
  release(): Promise<void>;
}

export const options = ({ recipe }: Plan): SessionOptions => ({ ...recipe.run, spin: false });

/** Beyond so many values the engine's own fusions cost seconds and gain nothing: the step is written as it is to run. */
const mostFused = 1500;

/** Several threads that wait busily for each other are worth it in the one session that works most of the time. */
const trainingOptions = (plan: Plan, step: Step): SessionOptions => ({
  ...options(plan),
  spin: plan.recipe.run.threads > 1,
  fuse: valuesOf(step) <= mostFused,
});

/** Strengths of one run, or of several members by member. */
export type FedStrengths = Readonly<Record<string, number | Float32Array>>;

export const strengthFeeds = (strengths: FedStrengths): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(strengths).map(([path, value]) => [
      path,
      typeof value === "number" ? scalar(value) : float32(value, [value.length]),
    ]),
  );

/** The scalars that hold for a whole run. */
export const runFeeds = (plan: Plan): Record<string, Value> => ({
  [inputNames.inputScale]: scalar(plan.inputScaling.scale[0] ?? 1),
  [inputNames.trainingRows]: scalar(plan.rows.train.length),
});

interface Trainer {
  readonly learning: Learning | undefined;
  readonly session: Session;
  readonly step: Step;
  readonly fixed: Record<string, Value>;
  readonly examples: Examples;
}

function trainer(
  plan: Plan,
  { session, step, fixed, examples, learning }: Trainer,
): Pick<Engine, "train" | "updatesAhead"> {
  // What is found after training stays as it is until then.
  const names = step.state.map(({ before }) => inputName(before));
  const inputs = step.perStep.map(inputName);
  const windows = trainingWindows(plan, examples.most);
  const { loss: _, ...reports } = step.scans;
  const train: Engine["train"] = async (state, strengths, stretch) => {
    const window = windows.at(stretch.from) ?? bug(`no update ${stretch.from}`);
    const held = await examples.hold(window, () => windows.after(window));
    const before = Object.fromEntries(names.map((name) => [loopNames.before(name), state[name] as Value]));
    const results = await session.run({
      ...fixed,
      ...strengthFeeds(strengths),
      ...before,
      ...held.feeds,
      ...batchFeeds(plan, { window, held }, stretch),
      ...stepFeeds(plan, inputs, stretch),
      ...(learning && learningFeeds(plan, learning, stretch)),
      [loopNames.steps]: int64Scalar(stretch.count),
    });
    const scan = (name: string): Float32Array =>
      (results[loopNames.scan(name)] as Value).values as Float32Array;
    return {
      state: {
        ...state,
        ...Object.fromEntries(names.map((name) => [name, results[loopNames.after(name)] as Value])),
      },
      losses: scan("loss"),
      reports: Object.fromEntries(Object.keys(reports).map((path) => [path, scan(path)])),
    };
  };
  return { train, updatesAhead: windows.ahead };
}

/** The penalty as a session of its own, or nothing when no technique adds one. */
async function penaltySession(plan: Plan): Promise<Session | undefined> {
  const penalty = penaltyValue(plan);
  const dependsOnWeights = topological(share([penalty])).some(isInput);
  return dependsOnWeights ? createSession(compileModel({ outputs: { penalty } }), options(plan)) : undefined;
}

export interface EngineOptions extends Pick<SessionOptions, "profile"> {
  /** Several members train at once: their state and strengths have a leading axis for them. */
  readonly members?: Members;
  /** Some strengths are learned while it trains: its state has them too. */
  readonly learning?: Learning;
}

/** The step of a plan, for one run, for several at once, or for one that learns its strengths. */
function stepFor(plan: Plan, storage: Storage, { members, learning }: EngineOptions): Step {
  if (learning) return learnedStep(plan, storage, learning);
  const single = trainingStep(plan, storage);
  return members ? stepOfMembers(single, members) : single;
}

/**
 * Compiles a plan.
 * @throws UserError when its device is not there.
 * @throws Inseparable for members where an operation knows none.
 */
export async function createEngine(plan: Plan, asked: EngineOptions = {}): Promise<Engine> {
  const { members, learning, ...measure } = asked;
  const source = exampleSource(plan);
  const { storage } = source;
  const fixed = runFeeds(plan);
  const started = performance.now();
  const step = stepFor(plan, storage, asked);
  const block = await channelBlockOf(plan);
  const training = await createSession(compileLoop(step, block), {
    ...trainingOptions(plan, step),
    ...measure,
  });
  const compileMs = performance.now() - started;
  const batch = evaluationRows(plan);
  const evaluation = await createSession(
    compileLoop(evaluationStep(plan, storage, batch), block),
    options(plan),
  );
  const penalty = await penaltySession(plan);
  const penaltyFeeds = { ...fixed, ...firstStepFeeds(plan, penalty?.inputNames ?? []) };
  return {
    compileMs,
    ...trainer(plan, { session: training, step, fixed, learning, examples: source.open() }),
    evaluate: evaluator(evaluation, { fixed, batch, examples: source.open() }),
    read: source.read,
    waitedMs: source.waitedMs,
    begin: (state) => {
      if (learning) return withLearned(state, learning);
      return members ? stateOfMembers(state, step, members.count) : state;
    },
    penalty: async (state, strengths) => {
      if (!penalty) return 0;
      const results = await penalty.run({ ...penaltyFeeds, ...state, ...strengthFeeds(strengths) });
      return (results["penalty"] as Value).values[0] as number;
    },
    release: async () => {
      await source.close();
      for (const session of [training, evaluation, penalty]) await session?.release();
    },
  };
}
