import type { EpochRecord } from "../history/index.ts";
import { type Decision, foldLoop } from "../seams/index.ts";
import { beforeLast, hasDiverged, lastFinite, type Made, type Standing } from "./divergence.ts";
import type { Ending, Saved } from "./outside.ts";
import { advanced, nothingRun } from "./position.ts";
import { atWork, bestEpoch, recordOf } from "./records.ts";
import { isDue, type Parts, type Run, runFrom, save } from "./run-state.ts";
import { attend } from "./wishes.ts";
import { weightRecordOf } from "./weight-records.ts";

/** What the techniques of a run decide after some of its epochs. */
const decisionOf = ({ plan }: Run, epochs: readonly EpochRecord[]): Decision | undefined =>
  foldLoop(plan.techniques, { epochs, metrics: plan.metrics });

/** Makes the next few updates of an epoch; the ending when they diverge. */
async function advance(run: Run, left: number): Promise<Ending | undefined> {
  const { state, position, records } = run.saved;
  const { step } = position;
  const count = run.pace.next(Math.min(left, run.engine.updatesAhead(step)));
  const strengths = atWork(run, records.length + 1);
  const made: Made = { before: state, position, strengths, count };
  const started = performance.now();
  const result = await run.engine.train(state, strengths, { from: step, count });
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

/** Closes an epoch: measures, records, decides; the ending when training ends here. */
async function closeEpoch(run: Run): Promise<Ending | undefined> {
  const record = await recordOf(run);
  // No batch has seen the weights after the last update yet.
  if (!Number.isFinite(record.train.loss) && run.previous) {
    const good = await beforeLast(run.engine, run.previous, run.previous.count);
    return endedByDivergence(run, good, record.step);
  }
  const records = [...run.saved.records, record];
  const decision = decisionOf(run, records);
  if ((decision?.keep ?? bestEpoch(records)) === record.epoch)
    run.best = { epoch: record.epoch, state: run.saved.state };
  const position = { ...run.saved.position, running: nothingRun };
  run.saved = { ...run.saved, position, records };
  run.unsaved.push(record);
  run.unsavedWeights.push(weightRecordOf(run.plan, run.saved.state, record));
  run.outside.epoch(record);
  return decision?.stop === undefined ? undefined : ended(run, "stoppedEarly", decision.stop);
}

/** The ending of a run that was not cut short, with the weights that its techniques want kept. */
async function ended(run: Run, kind: Ending["kind"], reason: string): Promise<Ending> {
  await save(run);
  const { records, state } = run.saved;
  const decision = decisionOf(run, records);
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
  const run = runFrom(parts, from);
  const { epochs } = parts.plan.recipe;
  // A run that its techniques had already ended is not trained further.
  const before = from.records.length > 0 ? decisionOf(run, from.records) : undefined;
  if (before?.stop !== undefined) return ended(run, "stoppedEarly", before.stop);
  while (run.saved.records.length < epochs) {
    const ending = await trainEpoch(run);
    if (ending) return ending;
  }
  return ended(run, "completed", epochs === 1 ? "its one epoch is done" : `all ${epochs} epochs are done`);
}
