import { UserError } from "../base/index.ts";
import type { EpochRecord, History, Scores } from "../history/index.ts";
import { foldLoop } from "../seams/index.ts";
import { beforeLast, hasDiverged, lastFinite, type Made, type Standing } from "./divergence.ts";
import type { Engine } from "./engine.ts";
import { learningRateAt } from "./feeds.ts";
import { makePace, type Pace } from "./pace.ts";
import type { Plan } from "./plan.ts";
import { advanced, meansOf, nothingRun, type Position } from "./position.ts";
import { scoresOf } from "./scores.ts";
import type { State } from "./state.ts";
import { changeStrengths, type Strengths } from "./techniques.ts";

export interface Saved {
  readonly state: State;
  readonly position: Position;
  readonly records: readonly EpochRecord[];
}

/** Keeps a run safe. */
export interface RunStore {
  save(update: {
    /** Those that were not saved yet. */
    readonly records: readonly EpochRecord[];
    readonly best: { readonly epoch: number; readonly state: State } | undefined;
    readonly saved: Saved;
    /** Since the last save. */
    readonly timing: { readonly step: number; readonly trainMs: number; readonly totalMs: number };
  }): Promise<void>;
  /** The best model that was saved, which is that of `epoch`. */
  loadBest(epoch: number): Promise<State>;
}

/** What the outside wants of a run, asked between calls of the engine. */
export interface Wishes {
  readonly stop?: boolean;
  readonly strengths?: Strengths;
}

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly totalSteps: number;
  /** The mean mini-batch loss of the epoch so far. */
  readonly runningLoss: number;
  /** Milliseconds an update takes at present. */
  readonly stepMs: number;
  readonly remainingMs: number;
}

/** How a run talks to the outside. */
export interface Outside {
  wishes(): Promise<Wishes>;
  progress(progress: Progress): void;
  epoch(record: EpochRecord): void;
  /** A wish that cannot be met, as one sentence. */
  refused(message: string): void;
}

export interface Ending {
  readonly kind: "completed" | "stoppedEarly" | "diverged" | "interrupted";
  /** Why it ended, as a clause without a full stop. */
  readonly reason: string;
  readonly saved: Saved;
  /** The epoch whose weights are the result; 0 when no epoch was finished. */
  readonly keep: number;
  /** The model of `keep`. */
  readonly kept: State;
  /** Of a diverged run: the update whose loss was no finite number, and its epoch. */
  readonly brokeOff?: NonNullable<History["brokeOff"]>;
}

/** A save about this often, and at the end: a shorter epoch is not written out each time. */
const saveEveryMs = 1000;
/** The most of a run's time that goes into saving: large models are saved less often. */
const savingShare = 0.1;

interface Parts {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly store: RunStore;
  readonly outside: Outside;
}

/** The state of a run in progress: the one place where training moves something. */
interface Run extends Parts {
  readonly pace: Pace;
  saved: Saved;
  best: { epoch: number; state: State } | undefined;
  previous: Made | undefined;
  unsaved: EpochRecord[];
  clock: { savedAt: number; saveMs: number; trainMs: number; stepMs: number };
}

const historyOf = ({ plan }: Run, records: readonly EpochRecord[]) => ({
  epochs: records,
  metrics: plan.metrics,
});

async function save(run: Run): Promise<void> {
  const now = performance.now();
  const { trainMs, savedAt } = run.clock;
  const timing = { step: run.saved.position.step, trainMs, totalMs: now - savedAt };
  await run.store.save({ records: run.unsaved, best: run.best, saved: run.saved, timing });
  run.unsaved = [];
  run.clock = { ...run.clock, savedAt: now, saveMs: performance.now() - now, trainMs: 0 };
}

const isDue = ({ clock: { savedAt, saveMs } }: Run): boolean =>
  performance.now() - savedAt >= Math.max(saveEveryMs, saveMs / savingShare);

/** Meets the wishes of the outside; true when the run is to stop here. */
async function attend(run: Run): Promise<boolean> {
  const { stop = false, strengths } = await run.outside.wishes();
  if (strengths) {
    const changed = changedStrengths(run, strengths);
    if (changed) {
      run.saved = { ...run.saved, position: { ...run.saved.position, strengths: changed } };
      // What was trained before the change must not be trained again under it.
      await save(run);
    }
  }
  return stop;
}

/** The strengths after a wish; nothing when it was refused. */
function changedStrengths({ plan, saved, outside }: Run, wanted: Strengths): Strengths | undefined {
  try {
    return changeStrengths(plan.techniques, saved.position.strengths, wanted);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    outside.refused(error.message);
    return undefined;
  }
}

/** Makes the next few updates of an epoch; the ending when they diverge. */
async function advance(run: Run, left: number): Promise<Ending | undefined> {
  const { state, position, records } = run.saved;
  const count = run.pace.next(left);
  const made: Made = { before: state, position, count };
  const started = performance.now();
  const result = await run.engine.train(state, position.strengths, { from: position.step, count });
  const ms = performance.now() - started;
  if (hasDiverged(result)) return diverged(run, made, result.losses.length);
  run.pace.measured(count, ms);
  run.clock = { ...run.clock, trainMs: run.clock.trainMs + ms, stepMs: ms / count };
  run.previous = made;
  run.saved = { state: result.state, position: advanced(position, result), records };
  report(run);
  return undefined;
}

function report({ plan, saved, outside, clock }: Run): void {
  const { step, running } = saved.position;
  const { epochs } = plan.recipe;
  const totalSteps = plan.stepsPerEpoch * epochs;
  outside.progress({
    epoch: Math.ceil(step / plan.stepsPerEpoch),
    epochs,
    step,
    totalSteps,
    runningLoss: running.sum / running.count,
    stepMs: clock.stepMs,
    remainingMs: clock.stepMs * (totalSteps - step),
  });
}

/** The ending of a run whose stretch gave `count` losses, the last of them no finite number. */
async function diverged(run: Run, made: Made, count: number): Promise<Ending> {
  const good = await lastFinite(run.engine, { diverged: made, previous: run.previous }, count);
  return endedByDivergence(run, good, made.position.step + count);
}

/** @param step the update that showed it: the one whose loss, or after which the loss, is no finite number. */
async function endedByDivergence(run: Run, good: Standing, step: number): Promise<Ending> {
  const { records } = run.saved;
  run.saved = { ...good, records };
  await save(run);
  const epoch = Math.ceil(step / run.plan.stepsPerEpoch);
  return {
    kind: "diverged",
    reason: `the loss was no finite number at step ${step} (epoch ${epoch}), so the weights after step ${good.position.step} are kept; lower the learning rate or clip the gradients`,
    saved: run.saved,
    keep: records.at(-1)?.epoch ?? 0,
    kept: good.state,
    brokeOff: { step, epoch },
  };
}

async function measure({ plan, engine, saved }: Run, rows: Int32Array): Promise<Scores> {
  return scoresOf(plan, rows, await engine.evaluate(saved.state, rows));
}

/** The record of the epoch that ends at the present state. */
async function recordOf(run: Run): Promise<EpochRecord> {
  const { plan, engine, saved } = run;
  const { step, running, strengths } = saved.position;
  const train = await measure(run, plan.measuredTrain);
  const validation = plan.rows.validation.length ? await measure(run, plan.rows.validation) : undefined;
  const penalty = await engine.penalty(saved.state, strengths);
  return {
    epoch: step / plan.stepsPerEpoch,
    step,
    train,
    ...(validation && { validation }),
    penalty,
    objective: train.loss + penalty,
    ...meansOf(running),
    learningRate: learningRateAt(plan, step - 1),
    strengths,
  };
}

/** What the best epoch has least of. */
function decidingLoss({ validation, train }: EpochRecord): number {
  const { loss } = validation ?? train;
  return Number.isNaN(loss) ? Infinity : loss;
}

/** The epoch with the lowest validation loss (training loss without validation), the first one on ties. */
export function bestEpoch(records: readonly EpochRecord[]): number {
  const best = records.reduce<EpochRecord | undefined>(
    (before, record) => (before && decidingLoss(before) <= decidingLoss(record) ? before : record),
    undefined,
  );
  return best?.epoch ?? 0;
}

/** Closes an epoch: measures, records, decides; the ending when training ends here. */
async function closeEpoch(run: Run): Promise<Ending | undefined> {
  const record = await recordOf(run);
  // No batch has seen the weights after the last update yet.
  if (!Number.isFinite(record.train.loss) && run.previous) {
    const good = await beforeLast(run.engine, run.previous, run.previous.count);
    return endedByDivergence(run, good, record.step);
  }
  const records = [...run.saved.records, record];
  const decision = foldLoop(run.plan.techniques, historyOf(run, records));
  if ((decision?.keep ?? bestEpoch(records)) === record.epoch)
    run.best = { epoch: record.epoch, state: run.saved.state };
  const position = { ...run.saved.position, running: nothingRun };
  run.saved = { ...run.saved, position, records };
  run.unsaved.push(record);
  run.outside.epoch(record);
  return decision?.stop === undefined ? undefined : ended(run, "stoppedEarly", decision.stop);
}

/** The ending of a run that was not cut short, with the weights that its techniques want kept. */
async function ended(run: Run, kind: Ending["kind"], reason: string): Promise<Ending> {
  await save(run);
  const { records, state } = run.saved;
  const decision = foldLoop(run.plan.techniques, historyOf(run, records));
  const last = records.at(-1)?.epoch ?? 0;
  const keep = decision?.keep ?? last;
  const kept = keep === last ? state : (run.best?.state ?? (await run.store.loadBest(keep)));
  return { kind, reason, saved: run.saved, keep, kept };
}

/** How many updates the epoch at hand still needs. */
const updatesLeft = ({ saved, plan }: Run): number =>
  (saved.records.length + 1) * plan.stepsPerEpoch - saved.position.step;

/** One epoch, or what is left of it; the ending when it is the last. */
async function trainEpoch(run: Run): Promise<Ending | undefined> {
  while (updatesLeft(run) > 0) {
    if (await attend(run)) return ended(run, "interrupted", "stopped on request");
    const ending = await advance(run, updatesLeft(run));
    if (ending) return ending;
    if (isDue(run) && updatesLeft(run) > 0) await save(run);
  }
  const ending = await closeEpoch(run);
  if (!ending && isDue(run)) await save(run);
  return ending;
}

/** Trains from a saved position until the run completes, is stopped, or diverges. */
export async function trainEpochs(parts: Parts, from: Saved): Promise<Ending> {
  const run: Run = {
    ...parts,
    pace: makePace(),
    saved: from,
    best: undefined,
    previous: undefined,
    unsaved: [],
    clock: { savedAt: performance.now(), saveMs: 0, trainMs: 0, stepMs: 0 },
  };
  const { epochs } = parts.plan.recipe;
  // A run that its techniques had already ended is not trained further.
  const before =
    from.records.length > 0 ? foldLoop(parts.plan.techniques, historyOf(run, from.records)) : undefined;
  if (before?.stop !== undefined) return ended(run, "stoppedEarly", before.stop);
  while (run.saved.records.length < epochs) {
    const ending = await trainEpoch(run);
    if (ending) return ending;
  }
  return ended(run, "completed", epochs === 1 ? "its one epoch is done" : `all ${epochs} epochs are done`);
}
