import type { EpochRecord } from "../history/index.ts";
import type { Made } from "./divergence.ts";
import type { Engine } from "./engine.ts";
import type { Outside, RunStore, Saved } from "./outside.ts";
import { makePace, type Pace } from "./pace.ts";
import type { Plan } from "./plan.ts";
import type { State } from "./state.ts";
import type { WeightRecord } from "./weight-records.ts";

/** A save about this often, and at the end: a shorter epoch is not written out each time. */
const saveEveryMs = 1000;
/** The most of a run's time that goes into saving: large models are saved less often. */
const savingShare = 0.1;

export interface Parts {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly store: RunStore;
  readonly outside: Outside;
}

/** The state of a run in progress: the one place where training moves something. */
export interface Run extends Parts {
  readonly pace: Pace;
  saved: Saved;
  best: { epoch: number; state: State } | undefined;
  previous: Made | undefined;
  unsaved: EpochRecord[];
  unsavedWeights: WeightRecord[];
  clock: { savedAt: number; saveMs: number; trainMs: number; stepMs: number; waitedMs: number };
}

/** A run that goes on from a saved position. */
export const runFrom = (parts: Parts, saved: Saved): Run => ({
  ...parts,
  pace: makePace(),
  saved,
  best: undefined,
  previous: undefined,
  unsaved: [],
  unsavedWeights: [],
  clock: { savedAt: performance.now(), saveMs: 0, trainMs: 0, stepMs: 0, waitedMs: 0 },
});

export async function save(run: Run): Promise<void> {
  const now = performance.now();
  const { trainMs, savedAt } = run.clock;
  const waitedMs = run.engine.waitedMs();
  const timing = {
    step: run.saved.position.step,
    trainMs,
    waitMs: waitedMs - run.clock.waitedMs,
    totalMs: now - savedAt,
  };
  const { unsaved: records, unsavedWeights: weights, best, saved } = run;
  await run.store.save({ records, weights, best, saved, timing });
  run.unsaved = [];
  run.unsavedWeights = [];
  run.clock = { ...run.clock, waitedMs, savedAt: now, saveMs: performance.now() - now, trainMs: 0 };
}

/** Whether it is time for the next save. */
export const isDue = ({ clock: { savedAt, saveMs } }: Run): boolean =>
  performance.now() - savedAt >= Math.max(saveEveryMs, saveMs / savingShare);
