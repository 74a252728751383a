// Runs that leave no folder: many of one plan, each with strengths of its own, by one compiled engine.
import { bug } from "../base/index.ts";
import type { Scores } from "../history/index.ts";
import { hasDiverged } from "./divergence.ts";
import type { Engine, FedStrengths } from "./engine.ts";
import { trainEpochs } from "./epochs.ts";
import { memberState } from "./members.ts";
import type { Outside, RunStore, Saved } from "./outside.ts";
import { completed } from "./found.ts";
import type { Plan } from "./plan.ts";
import { nothingRun } from "./position.ts";
import { strengthsIn } from "./schedule.ts";
import { scoresOf } from "./scores.ts";
import { initialState, type State } from "./state.ts";
import { changeStrengths, initialStrengths, type Strengths } from "./techniques.ts";
import { type WeightSizes, weightSizes } from "./weight-sizes.ts";

/** What a run without a folder came to. */
export interface LoneResult {
  /** Of the kept weights on the validation rows; nothing where training diverged. */
  readonly validation: Scores | undefined;
  /** Of the kept weights on the training rows that the recipe wants measured. */
  readonly train: Scores | undefined;
  readonly epochs: number;
  /** The epoch whose weights were kept. */
  readonly kept: number;
  /** How large the kept weights are; nothing where training diverged. */
  readonly weights?: WeightSizes | undefined;
}

/** Asked between calls of the engine: whether to stop. */
export type Stop = () => Promise<boolean>;

const nowhere: RunStore = {
  save: () => Promise.resolve(),
  loadBest: () => bug("a run without a folder has its best weights in memory"),
};

const start = (plan: Plan, strengths: Strengths): Saved => ({
  state: initialState(plan),
  position: { step: 0, running: nothingRun, strengths },
  records: [],
});

/** Whether a technique watches the epochs, so that each has to be measured. */
const isWatched = ({ techniques }: Plan): boolean =>
  techniques.some(({ regularizer }) => regularizer.at.loop !== undefined);

interface Kept {
  readonly state: State;
  readonly epoch: number;
  readonly epochs: number;
}

async function watched(plan: Plan, engine: Engine, from: Saved, stop: Stop): Promise<Kept | undefined> {
  const outside: Outside = {
    wishes: async () => ({ stop: await stop() }),
    progress: () => undefined,
    epoch: () => undefined,
    refused: (message) => bug(message),
  };
  const ending = await trainEpochs({ plan, engine, store: nowhere, outside }, from);
  if (ending.kind === "interrupted" || ending.kind === "diverged") return undefined;
  return { state: ending.kept, epoch: ending.keep, epochs: ending.saved.records.length };
}

/** Nothing looks at the epochs on the way: they are not measured. */
async function unwatched(
  plan: Plan,
  engine: Engine,
  { state: first, position: { strengths } }: Saved,
  stop: Stop,
): Promise<Kept | undefined> {
  const { epochs } = plan.recipe;
  let state = first;
  for (let step = 0; step < epochs * plan.stepsPerEpoch; ) {
    if (await stop()) return undefined;
    const epoch = Math.floor(step / plan.stepsPerEpoch) + 1;
    const count = engine.updatesAhead(step);
    const acting = strengthsIn(epoch, plan.techniques, strengths);
    const result = await engine.train(state, acting, { from: step, count });
    if (hasDiverged(result)) return undefined;
    ({ state } = result);
    step += count;
  }
  return { state, epoch: epochs, epochs };
}

interface Compiled {
  readonly plan: Plan;
  readonly engine: Engine;
}

const diverged: LoneResult = { validation: undefined, train: undefined, epochs: 0, kept: 0 };

export async function measured(
  { plan, engine }: Compiled,
  { state: kept, epoch, epochs }: Kept,
): Promise<LoneResult> {
  const { state } = await completed(plan, engine, kept);
  const measure = async (rows: Int32Array): Promise<Scores> =>
    scoresOf(plan, rows, await engine.evaluate(state, rows));
  return {
    validation: await measure(plan.rows.validation),
    train: await measure(plan.measuredTrain),
    epochs,
    kept: epoch,
    weights: weightSizes(plan, state),
  };
}

const strengthsOf = ({ techniques }: Plan, changes: Strengths): Strengths =>
  changeStrengths(techniques, initialStrengths(techniques), changes);

/**
 * Trains a plan from its start with some of its strengths changed; the same as a run with these in its recipe.
 * @returns nothing when it was stopped.
 * @throws UserError for a strength that the plan does not have, or one out of its range.
 */
export async function trainAlone(
  compiled: Compiled,
  changes: Strengths,
  stop: Stop,
): Promise<LoneResult | undefined> {
  const { plan, engine } = compiled;
  let isStopped = false;
  const asked: Stop = async () => (isStopped ||= await stop());
  const act = isWatched(plan) ? watched : unwatched;
  const kept = await act(plan, engine, start(plan, strengthsOf(plan, changes)), asked);
  if (isStopped) return undefined;
  return kept ? measured(compiled, kept) : diverged;
}

/** A plan compiled for several runs at once. */
interface Joint extends Compiled {
  /** The strengths in which members differ. */
  readonly paths: readonly string[];
}

/** Whether runs of a plan can train at once: what watches the epochs would end each at one of its own. */
export const canTrainTogether = (plan: Plan): boolean => !isWatched(plan);

/** The strengths of all members in an epoch: those in which they differ by member. */
function actingIn(
  epoch: number,
  plan: Plan,
  all: readonly Strengths[],
  paths: readonly string[],
): FedStrengths {
  const acting = all.map((strengths) => strengthsIn(epoch, plan.techniques, strengths));
  const own = paths.map((path) => [
    path,
    Float32Array.from(acting, (strengths) => strengths[path] as number),
  ]);
  return { ...acting[0], ...(Object.fromEntries(own) as FedStrengths) };
}

/** Which members had a loss that is no finite number. */
function markDiverged(losses: Float32Array, isDiverged: boolean[]): void {
  losses.forEach((loss, at) => {
    if (!Number.isFinite(loss)) isDiverged[at % isDiverged.length] = true;
  });
}

/**
 * Trains several members at once; to rounding the same as each by {@link trainAlone}.
 * @param compiled for as many members and the strengths in which these differ.
 * @returns nothing when it was stopped.
 */
export async function trainTogether(
  { plan, engine, paths }: Joint,
  members: readonly Strengths[],
  stop: Stop,
): Promise<LoneResult[] | undefined> {
  const { epochs } = plan.recipe;
  const all = members.map((changes) => strengthsOf(plan, changes));
  const isDiverged = members.map(() => false);
  const first = initialState(plan);
  let state = engine.begin(first);
  for (let step = 0; step < epochs * plan.stepsPerEpoch; ) {
    if (await stop()) return undefined;
    const epoch = Math.floor(step / plan.stepsPerEpoch) + 1;
    const count = engine.updatesAhead(step);
    const result = await engine.train(state, actingIn(epoch, plan, all, paths), { from: step, count });
    markDiverged(result.losses, isDiverged);
    ({ state } = result);
    step += count;
  }
  const results: LoneResult[] = [];
  for (const member of members.keys()) {
    const kept = { state: memberState(state, member, first), epoch: epochs, epochs };
    results.push(isDiverged[member] ? diverged : await measured({ plan, engine }, kept));
  }
  return results;
}
