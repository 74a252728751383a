import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/base/index.ts";
import type { Case } from "./cases.ts";
import type { Contender, Setting } from "./contenders.ts";
import { start, type Peer } from "./peer.ts";
import { makeProblem, writeProblem } from "./problem.ts";

/** One contender's figures for one case: times in milliseconds, memory in MB, medians where there are several. */
export type Measurement = {
  readonly contender: string;
  readonly version: string;
  readonly setting: Setting;
  readonly msPerStep: number;
  readonly lowest: number;
  readonly highest: number;
  readonly cpuMsPerStep: number;
  readonly stepsPerRun: number;
  readonly compileMs: number;
  /** Of one start; absent where nothing is compiled before the first step. */
  readonly graphMs?: number;
  readonly startupMs: number;
  readonly peakMemory: number;
  /** `later`: after some steps and at the end; absent of a contender so slow that it makes a single step. */
  readonly loss: {
    readonly first: number;
    readonly later?: { readonly afterCheck: number; readonly last: number };
  };
};

const checkSteps = 10;
const starts = 3;
const targetMs = 500;
/** Where the first step takes longer, it is the only one. */
const slowMs = 8000;

/**
 * Measures the contenders on one case, one process at a time: starts, check, calibration, then round-robin runs.
 * A contender that cannot be started is left out; `missing` is told why.
 */
export async function measure(
  which: Case,
  threads: number,
  contenders: readonly Contender[],
  options: { readonly rounds: number; readonly missing: (reason: string) => void },
): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
  const path = writeProblem(makeProblem(which, threads), folder);
  const entries: Entry[] = [];
  try {
    for (const contender of contenders) {
      const entry = await enter(contender, threads, path).catch((error: unknown) => String(error));
      if (typeof entry === "string") options.missing(entry);
      else entries.push(entry);
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const entry of entries)
        if (!isSlow(entry.peer)) entry.runs.push(await entry.peer.run(entry.steps));
    }
    return entries.map(summarize);
  } finally {
    for (const { peer } of entries) await peer.quit();
    rmSync(folder, { recursive: true });
  }
}

type Entry = {
  readonly peer: Peer;
  readonly steps: number;
  readonly compileMs: number;
  readonly startupMs: number;
  readonly checkLoss?: number;
  readonly runs: { readonly ms: number; readonly cpuMs: number; readonly loss: number }[];
};

const isSlow = ({ ready }: Peer): boolean => ready.compileMs > slowMs;

async function enter(contender: Contender, threads: number, path: string): Promise<Entry> {
  const setting = await bestSetting(contender, threads, path);
  const times: { compileMs: number; startupMs: number }[] = [];
  for (let count = 1; ; count++) {
    const peer = await start(contender, setting, path);
    times.push({ compileMs: peer.ready.compileMs, startupMs: peer.startupMs });
    if (isSlow(peer)) {
      const { startupMs, ready } = peer;
      const run = { ms: ready.compileMs, cpuMs: NaN, loss: ready.loss };
      return { peer, steps: 1, compileMs: ready.compileMs, startupMs, runs: [run] };
    }
    if (count < starts) {
      await peer.quit();
      continue;
    }
    const { loss } = await peer.run(checkSteps);
    const compileMs = median(times.map((time) => time.compileMs));
    const startupMs = median(times.map((time) => time.startupMs));
    return { peer, steps: await calibrate(peer), compileMs, startupMs, checkLoss: loss, runs: [] };
  }
}

/** The setting with the lowest time per step, each tried in a process of its own. */
export async function bestSetting(contender: Contender, threads: number, path: string): Promise<Setting> {
  const settings = contender.settings(threads);
  let best = { setting: settings[0] ?? {}, ms: Infinity };
  if (settings.length < 2) return best.setting;
  for (const setting of settings) {
    const peer = await start(contender, setting, path);
    const steps = await calibrate(peer);
    const tries: number[] = [];
    for (let count = 0; count < 3; count++) tries.push((await peer.run(steps)).ms / steps);
    await peer.quit();
    if (median(tries) < best.ms) best = { setting, ms: median(tries) };
  }
  return best.setting;
}

/** The number of steps that takes about `wantedMs`; also warms the contender up. */
export async function calibrate(peer: Peer, wantedMs = targetMs): Promise<number> {
  for (let steps = 1; ; steps *= 2) {
    const { ms } = await peer.run(steps);
    if (ms > wantedMs / 3) return Math.max(1, Math.round((steps * wantedMs) / ms));
  }
}

function summarize({ peer, steps, compileMs, startupMs, checkLoss, runs }: Entry): Measurement {
  const perStep = runs.map((run) => run.ms / steps);
  return {
    contender: peer.name,
    version: [peer.ready.version, peer.ready.detail].filter(Boolean).join(", "),
    setting: peer.setting,
    msPerStep: median(perStep),
    lowest: Math.min(...perStep),
    highest: Math.max(...perStep),
    cpuMsPerStep: median(runs.map((run) => run.cpuMs / steps)),
    stepsPerRun: steps,
    compileMs,
    ...(peer.ready.graphMs !== undefined && { graphMs: peer.ready.graphMs }),
    startupMs,
    peakMemory: peer.memory().peak,
    loss: {
      first: peer.ready.loss,
      ...(checkLoss !== undefined && {
        later: { afterCheck: checkLoss, last: runs.at(-1)?.loss ?? NaN },
      }),
    },
  };
}
