import { join } from "node:path";
import { UserError } from "../base/index.ts";
import { type EpochRecord, formatEpochRecord, parseEpochRecords } from "../history/index.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.node.ts";
import { appendLine, readIfThere, writeWhole } from "./files.node.ts";
import type { RunStore, Saved } from "./outside.ts";
import { type Plan } from "./plan.ts";
import type { Position } from "./position.ts";
import type { WeightRecord } from "./weight-records.ts";
import { modelOnly, modelShapes, type State, stateShapes } from "./state.ts";

/** Where everything of a run lies in its folder. */
export const runPaths = (folder: string) =>
  ({
    recipe: join(folder, "recipe.json"),
    manifest: join(folder, "manifest.json"),
    metrics: join(folder, "metrics.jsonl"),
    timing: join(folder, "timing.jsonl"),
    weights: join(folder, "weights.jsonl"),
    last: join(folder, "last.safetensors"),
    best: join(folder, "best.safetensors"),
    model: join(folder, "model.onnx"),
    result: join(folder, "result.json"),
    report: join(folder, "report.html"),
  }) as const;

export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);

const positionFacts = ({ step, running, strengths }: Position): Record<string, string> => ({
  step: String(step),
  runningSum: String(running.sum),
  runningCount: String(running.count),
  runningReports: JSON.stringify(running.reports),
  strengths: JSON.stringify(strengths),
});

const positionOf = (facts: Readonly<Record<string, string>>): Position => ({
  step: Number(facts["step"]),
  running: {
    sum: Number(facts["runningSum"]),
    count: Number(facts["runningCount"]),
    reports: JSON.parse(facts["runningReports"] ?? "{}") as Record<string, number>,
  },
  strengths: JSON.parse(facts["strengths"] ?? "{}") as Record<string, number>,
});

/**
 * Keeps a run on disk. Records go first, then the best weights, then the last ones: a kill between them leaves at most
 * records and best weights that the resumed run will write again, equal bit by bit.
 */
export function openStore(plan: Plan, folder: string): RunStore {
  const paths = runPaths(folder);
  let bestSaved = 0;
  return {
    save: async ({ records, weights, best, saved, timing }) => {
      if (weights.length > 0)
        await appendLine(paths.weights, weights.map((record) => JSON.stringify(record)).join("\n"));
      if (records.length > 0) await appendLine(paths.metrics, records.map(formatEpochRecord).join("\n"));
      if (best && best.epoch !== bestSaved) {
        const facts = { epoch: String(best.epoch) };
        await saveCheckpoint(paths.best, { state: modelOnly(plan, best.state), facts });
        bestSaved = best.epoch;
      }
      await appendLine(paths.timing, JSON.stringify(timing));
      await saveCheckpoint(paths.last, { state: saved.state, facts: positionFacts(saved.position) });
    },
    loadBest: (epoch) => loadBest(plan, folder, epoch),
  };
}

/**
 * The model that a run kept as its best.
 * @throws UserError when they are not those of `epoch`.
 */
export async function loadBest(plan: Plan, folder: string, epoch: number): Promise<State> {
  const { best } = runPaths(folder);
  const { state, facts } = await loadCheckpoint(best, modelShapes(plan));
  if (facts["epoch"] === String(epoch)) return state;
  throw new UserError({
    where: best,
    got: `the weights of epoch ${facts["epoch"]}`,
    expected: `those of epoch ${epoch}, which the run keeps`,
    hint: "Restore the file from a copy, or train again",
  });
}

/** The records that belong to a checkpoint; later ones were written by a process that was killed before its next save. */
async function recordsUpTo(path: string, step: number): Promise<EpochRecord[]> {
  const text = (await readIfThere(path))?.toString("utf8") ?? "";
  const { records } = parseEpochRecords(text, path);
  const known = records.filter((record) => record.step <= step);
  const kept = known.map((record) => `${formatEpochRecord(record)}\n`).join("");
  if (kept !== text) await writeWhole(path, kept);
  return known;
}

/**
 * Refuses a run that must have had a checkpoint: it has a result, or a second save. A first save that was cut short
 * leaves no checkpoint either, but nothing that is worth more than starting again.
 */
async function refuseLostCheckpoint(folder: string): Promise<void> {
  const { last, result, timing } = runPaths(folder);
  const saves = ((await readIfThere(timing))?.toString("utf8") ?? "").split("\n").filter(Boolean).length;
  const isFinished = (await readIfThere(result)) !== undefined;
  if (saves < 2 && !isFinished) return;
  throw new UserError({
    where: last,
    got: `no such file, though the run ${isFinished ? "has finished" : "has been saved"}`,
    expected: "the weights to go on from",
    hint: `Restore the file from a copy, or start again by "ockham train ${folder}"`,
  });
}

/**
 * Where a run stopped, or nothing when it had not saved anything yet.
 * @throws UserError when its checkpoint is damaged or gone.
 */
export async function loadSaved(plan: Plan, folder: string): Promise<Saved | undefined> {
  const paths = runPaths(folder);
  if (!(await readIfThere(paths.last))) {
    await refuseLostCheckpoint(folder);
    await writeWhole(paths.metrics, "");
    await writeWhole(paths.timing, "");
    await writeWhole(paths.weights, "");
    return undefined;
  }
  const { state, facts } = await loadCheckpoint(paths.last, stateShapes(plan));
  const position = positionOf(facts);
  const weights = (await weightRecords(folder)).filter(({ step }) => step <= position.step);
  await writeWhole(paths.weights, weights.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return { state, position, records: await recordsUpTo(paths.metrics, position.step) };
}

/** What the weights were, epoch by epoch; of lines that a kill cut off there is nothing. */
export async function weightRecords(folder: string): Promise<WeightRecord[]> {
  return linesOf<WeightRecord>(await readIfThere(runPaths(folder).weights));
}

function linesOf<T>(content: Buffer | undefined): T[] {
  return (content?.toString("utf8") ?? "").split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as T];
    } catch {
      return [];
    }
  });
}

interface Timing {
  readonly trainMs: number;
  /** Waiting for examples; runs of earlier versions did not tell. */
  readonly waitMs?: number;
  readonly totalMs: number;
}

/** How long a run has worked: milliseconds of training and in all, over every process that worked on it. */
export async function totalTiming(folder: string): Promise<Required<Timing>> {
  const lines = linesOf<Timing>(await readIfThere(runPaths(folder).timing));
  return {
    trainMs: lines.reduce((total, { trainMs }) => total + trainMs, 0),
    waitMs: lines.reduce((total, { waitMs = 0 }) => total + waitMs, 0),
    totalMs: lines.reduce((total, { totalMs }) => total + totalMs, 0),
  };
}
