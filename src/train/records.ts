import type { EpochRecord, Scores } from "../history/index.ts";
import { learningRateAt } from "./feeds.ts";
import { addedOf, meansOf } from "./position.ts";
import type { Run } from "./run-state.ts";
import { strengthsIn } from "./schedule.ts";
import { scoresOf } from "./scores.ts";
import type { Strengths } from "./techniques.ts";

async function measure({ plan, engine, saved }: Run, rows: Int32Array): Promise<Scores> {
  return scoresOf(plan, rows, await engine.evaluate(saved.state, rows));
}

/** The strengths that act in an epoch of a run. */
export const atWork = ({ plan, saved }: Run, epoch: number): Strengths =>
  strengthsIn(epoch, plan.techniques, saved.position.strengths);

/** The record of the epoch that ends at the present state. */
export async function recordOf(run: Run): Promise<EpochRecord> {
  const { plan, engine, saved } = run;
  const { step, running } = saved.position;
  const epoch = step / plan.stepsPerEpoch;
  const strengths = atWork(run, epoch);
  const train = await measure(run, plan.measuredTrain);
  const validation = plan.rows.validation.length ? await measure(run, plan.rows.validation) : undefined;
  const penalty = (await engine.penalty(saved.state, strengths)) + addedOf(running);
  return {
    epoch,
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
