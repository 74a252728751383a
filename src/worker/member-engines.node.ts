// The compiled steps of a recipe's members, and whether it pays to train these at once.
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
export interface Engines {
  readonly plan: Plan;
  readonly single: Engine;
  /** For several members at once, where that is possible and faster. */
  readonly joint: Engine | undefined;
  readonly way: Way;
}

/** Trainings that take less than this altogether are not worth a measurement. */
const leastMs = 1000;
/** Larger models gain nothing at once, and several processes of them fill the memory. */
const mostBytes = 2 ** 26;
const measuredUpdates = 20;
const rounds = 3;

interface Several {
  readonly count: number;
  /** The strengths in which they differ. */
  readonly paths: readonly string[];
}

/** Milliseconds of an update, of the fastest of some rounds after a first one. */
async function updateMs(engine: Engine, plan: Plan, several?: Several): Promise<number> {
  const state = engine.begin(initialState(plan));
  const count = Math.min(measuredUpdates, engine.updatesAhead(0));
  const one = initialStrengths(plan.techniques);
  const own = (several?.paths ?? []).map((path) => [
    path,
    new Float32Array(several?.count ?? 0).fill(one[path] as number),
  ]);
  const full = { ...one, ...(Object.fromEntries(own) as Record<string, Float32Array>) };
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now();
    await engine.train(state, full, { from: 0, count });
    times.push((performance.now() - started) / count);
  }
  return Math.min(...times.slice(1));
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

const alone = (plan: Plan, single: Engine, aloneMs?: number): Engines => ({
  plan,
  single,
  joint: undefined,
  way: { together: 1, ...(aloneMs !== undefined && { aloneMs }) },
});

/** Compiles a plan for its members, one by one or at once: whichever makes an update of each in less time here. */
export async function compileMembers(plan: Plan, several: Several): Promise<Engines> {
  const single = await createEngine(plan);
  const bytes = Object.values(stateShapes(plan)).reduce((total, shape) => total + 4 * sizeOf(shape), 0);
  if (several.count < 2 || bytes * several.count > mostBytes || !canTrainTogether(plan))
    return alone(plan, single);
  const aloneMs = await updateMs(single, plan);
  const updates = several.count * plan.recipe.epochs * plan.stepsPerEpoch;
  if (updates * aloneMs < leastMs) return alone(plan, single, aloneMs);
  const joint = await jointEngine(plan, several);
  if (!joint) return alone(plan, single, aloneMs);
  const togetherMs = (await updateMs(joint, plan, several)) / several.count;
  const way: Way = { together: togetherMs < aloneMs ? several.count : 1, aloneMs, togetherMs };
  if (way.together > 1) return { plan, single, joint, way };
  await joint.release();
  return { plan, single, joint: undefined, way };
}

export async function releaseEngines({ single, joint }: Engines): Promise<void> {
  await single.release();
  await joint?.release();
}
