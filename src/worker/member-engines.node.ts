// The compiled step of a recipe's members, for one by one or several at once: whichever is faster.
import { Inseparable, sizeOf } from "../graph/index.ts";
import {
  canTrainTogether,
  createEngine,
  type Engine,
  initialState,
  initialStrengths,
  type Plan,
  stateShapes,
} from "../train/index.ts";
import type { Way } from "./member-messages.ts";

/** Compiled for a plan. */
export interface Compiled {
  readonly plan: Plan;
  /** For as many members at once as `way` says. */
  readonly engine: Engine;
  readonly way: Way;
}

/** Trainings that take less than this altogether are not worth a measurement. */
const leastMs = 300;
/** More members at once gain little. */
const mostTogether = 16;
/** What all members at once may carry: what is larger leaves the processor's caches, and gains nothing. */
const mostBytes = 2 ** 20;
const rounds = 4;

/** The members of a plan. */
interface Several {
  readonly count: number;
  /** The strengths in which they differ. */
  readonly paths: readonly string[];
}

/** How many of some members train at once: equal parts of them, as far as these stay small. */
function togetherOf(plan: Plan, count: number): number {
  const bytes = Object.values(stateShapes(plan)).reduce((total, shape) => total + 4 * sizeOf(shape), 0);
  const most = Math.min(mostTogether, Math.floor(mostBytes / bytes));
  return most < 2 || !canTrainTogether(plan) ? 1 : Math.ceil(count / Math.ceil(count / most));
}

/** Milliseconds that this process has worked: a busy machine adds nothing. Of several threads that would be their sum. */
function workedMs({ recipe }: Plan): number {
  const { user, system } = process.cpuUsage();
  return recipe.run.threads === 1 ? (user + system) / 1000 : performance.now();
}

/** Makes the updates of a first epoch. @returns milliseconds of an update. */
function timer(engine: Engine, plan: Plan, { count, paths }: Several): () => Promise<number> {
  const state = engine.begin(initialState(plan));
  const one = initialStrengths(plan.techniques);
  const own = paths.map((path) => [path, new Float32Array(count).fill(one[path] as number)]);
  const strengths = {
    ...one,
    ...(count > 1 && (Object.fromEntries(own) as Record<string, Float32Array>)),
  };
  const updates = engine.updatesAhead(0);
  return async () => {
    const started = workedMs(plan);
    await engine.train(state, strengths, { from: 0, count: updates });
    return (workedMs(plan) - started) / updates;
  };
}

/** An engine for several members; nothing where an operation of the plan knows none. */
async function jointEngine(plan: Plan, several: Several): Promise<Engine | undefined> {
  try {
    return await createEngine(plan, { members: several });
  } catch (error) {
    if (error instanceof Inseparable) return undefined;
    throw error;
  }
}

/** Compiles a plan for its members as it was found best for others. */
async function again(plan: Plan, { count, paths }: Several, found: Way): Promise<Compiled> {
  const together = found.together > 1 ? togetherOf(plan, count) : 1;
  const members = together > 1 && { members: { count: together, paths } };
  return { plan, engine: await createEngine(plan, members || {}), way: { ...found, together } };
}

/**
 * Compiles a plan for its members, one by one or several at once: whichever makes an update of each in less time here. The two
 * are timed in turns, so that other work on the machine slows both.
 * @param known how members of equal plans but for their rows were found to train best.
 */
export async function compileMembers(plan: Plan, several: Several, known?: Way): Promise<Compiled> {
  if (known) return again(plan, several, known);
  const count = togetherOf(plan, several.count);
  const single = await createEngine(plan);
  if (count < 2) return { plan, engine: single, way: { together: 1 } };
  const alone = timer(single, plan, { ...several, count: 1 });
  await alone();
  let aloneMs = await alone();
  const updates = several.count * plan.recipe.epochs * plan.stepsPerEpoch;
  const joint = updates * aloneMs < leastMs ? undefined : await jointEngine(plan, { ...several, count });
  if (!joint) return { plan, engine: single, way: { together: 1, aloneMs } };
  const together = timer(joint, plan, { ...several, count });
  await together();
  let togetherMs = Infinity;
  for (let round = 0; round < rounds; round++) {
    togetherMs = Math.min(togetherMs, (await together()) / count);
    aloneMs = Math.min(aloneMs, await alone());
  }
  const isFaster = togetherMs < aloneMs;
  await (isFaster ? single : joint).release();
  const way: Way = { together: isFaster ? count : 1, aloneMs, togetherMs };
  return { plan, engine: isFaster ? joint : single, way };
}
