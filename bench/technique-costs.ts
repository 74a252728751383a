import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quantileSorted } from "d3-array";
import { median } from "../src/base/index.ts";
import type { Case, Technique } from "./cases.ts";
import { contenders, type Contender, type Setting } from "./contenders.ts";
import { bestSetting, calibrate } from "./measure.ts";
import { type Peer, type Run, start } from "./peer.ts";
import { makeProblem, writeProblem } from "./problem.ts";

/** What a technique adds to a library's step. */
export type Cost = {
  /** Median over the rounds, as a share of the bare step of the same round. */
  readonly share: number;
  /** A quarter of the rounds gave less than the first, and a quarter more than the second. */
  readonly quartiles: readonly [number, number];
  /** Of the whole step with it, milliseconds. */
  readonly ms: number;
  /** Of the fifth batch, before its update and without a penalty. */
  readonly loss: number;
};

/** A library at its bare step on one case. */
export type Side = {
  readonly peer: Peer;
  readonly contender: Contender;
  readonly threads: number;
  /** As many as a slice of a round has. */
  readonly steps: number;
  /** Milliseconds of a bare step in every round so far. */
  readonly times: number[];
};

/** Both libraries at their bare steps, ready to try techniques. */
export type Sides = { readonly ockham: Side; readonly pytorch: Side };

/** As long as one call of the engine in a training run, so that what each call costs weighs as much as there. */
const sliceMs = 200;
const checkSteps = 4;

/** Of one thread's own work, which a busy machine does not lengthen; of several by the clock. */
const perStep = (run: Run, steps: number, threads: number): number =>
  (threads === 1 ? run.cpuMs : run.ms) / steps;

const slice = async (peer: Peer, steps: number, threads: number): Promise<number> =>
  perStep(await peer.run(steps), steps, threads);

async function startBare(contender: Contender, threads: number, path: string): Promise<Side> {
  const peer = await start(contender, await bestSetting(contender, threads, path), path);
  return { peer, contender, threads, steps: await calibrate(peer, sliceMs), times: [] };
}

/** The fastest form of a library on a case; the others are ended. */
async function fastest(forms: readonly Contender[], threads: number, path: string): Promise<Side> {
  const tried: { side: Side; ms: number }[] = [];
  for (const form of forms) {
    const side = await startBare(form, threads, path);
    const times: number[] = [];
    for (let count = 0; count < 5; count++) times.push(await slice(side.peer, side.steps, threads));
    tried.push({ side, ms: median(times) });
  }
  const [best, ...others] = tried.toSorted((a, b) => a.ms - b.ms);
  for (const { side } of others) await side.peer.quit();
  if (best === undefined) throw new Error("There is no contender to start.");
  return best.side;
}

const isOurs = ({ name }: Contender): boolean => name === "ockham";
const isPytorch = ({ name }: Contender): boolean => name.startsWith("pytorch");

/** Runs `use` with a folder of files that is gone afterwards. */
async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts the bare steps of a case. */
export const startSides = (which: Case, threads: number): Promise<Sides> =>
  withFolder(async (folder) => {
    const path = writeProblem(makeProblem(which, threads), folder);
    const able = contenders.filter(({ takes }) => takes(which));
    const [ockham, pytorch] = [
      await fastest(able.filter(isOurs), threads, path),
      await fastest(able.filter(isPytorch), threads, path),
    ];
    return { ockham, pytorch };
  });

type Trial = { readonly side: Side; readonly peer: Peer; readonly steps: number; readonly loss: number };

async function startTrial(side: Side, path: string): Promise<Trial> {
  const peer = await start(side.contender, side.peer.setting, path);
  const { loss } = await peer.run(checkSteps);
  const { ms } = await peer.run(side.steps);
  return { side, peer, loss, steps: Math.max(1, Math.round((side.steps * sliceMs) / ms)) };
}

/** One round: both in turn, the technique first every second time. */
async function pair(
  { side, peer, steps }: Trial,
  round: number,
): Promise<{ readonly bare: number; readonly tried: number }> {
  const { threads } = side;
  const bare = (): Promise<number> => slice(side.peer, side.steps, threads);
  const tried = (): Promise<number> => slice(peer, steps, threads);
  if (round % 2 === 0) return { bare: await bare(), tried: await tried() };
  const first = await tried();
  return { tried: first, bare: await bare() };
}

/**
 * What a technique costs on a case, in rounds that interleave the bare steps with those that have it.
 * @param which without techniques.
 * @returns one cost for each of `sides`, in their order.
 */
export const costsOn = (
  which: Case,
  technique: Technique,
  { sides, rounds }: { readonly sides: readonly Side[]; readonly rounds: number },
): Promise<Cost[]> =>
  withFolder(async (folder) => {
    const threads = sides[0]?.threads ?? 1;
    const path = writeProblem(makeProblem({ ...which, regularizers: [technique] }, threads), folder);
    const trials: Trial[] = [];
    try {
      for (const side of sides) trials.push(await startTrial(side, path));
      const found = trials.map(() => ({ shares: [] as number[], times: [] as number[] }));
      for (let round = 0; round < rounds; round++) {
        for (const [i, trial] of trials.entries()) {
          const { bare, tried } = await pair(trial, round);
          trial.side.times.push(bare);
          found[i]?.shares.push(tried / bare - 1);
          found[i]?.times.push(tried);
        }
      }
      return found.map(({ shares, times }, i) => {
        const sorted = shares.toSorted((a, b) => a - b);
        const at = (share: number): number => quantileSorted(sorted, share) ?? NaN;
        return {
          share: at(0.5),
          quartiles: [at(0.25), at(0.75)] as const,
          ms: median(times),
          loss: trials[i]?.loss ?? NaN,
        };
      });
    } finally {
      for (const { peer } of trials) await peer.quit();
    }
  });

/** The settings of a library as one line of text. */
export const settingText = (setting: Setting): string =>
  Object.entries(setting)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
