import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../base/index.ts";
import {
  type Advice,
  adviseElsewhere,
  type Prescription,
  prescribe,
  type Replay,
  replay,
} from "../derive/index.ts";
import { type Diagnosis, diagnose } from "../diagnose/index.ts";
import type { History, NamedColumns } from "../history/index.ts";
import { readLogPaths } from "../history/index.node.ts";
import { verdictTone } from "../report/index.ts";
import { readRun } from "../train/index.node.ts";
import { dataFolders } from "../worker/index.ts";
import { failureData } from "./failure.node.ts";
import { exists } from "./exists.node.ts";

/** A run with its diagnosis. */
export interface Judged {
  /** As it was given, or the file in a folder that was. */
  readonly path: string;
  /** Of a run of our own. */
  readonly own?: { readonly folder: string; readonly name: string; readonly finished: boolean };
  readonly history: History;
  readonly diagnosis: Diagnosis & { readonly prescriptions: readonly (Prescription | Advice)[] };
  /** What rules of early stopping would have kept. */
  readonly replays: readonly Replay[];
}

const runFiles = ["result.json", "metrics.jsonl", "recipe.json"];

interface Pointed {
  readonly folder: string;
  /** The file to take the epochs from. */
  readonly from: "metrics" | "result";
}

/** The run of our own that a path points at; undefined when it points at none. */
async function runAt(path: string): Promise<Pointed | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const inside = await Promise.all(runFiles.map((name) => exists(join(path, name))));
    return inside.some(Boolean) ? { folder: path, from: "result" } : undefined;
  }
  const [name, folder] = [basename(path), dirname(path)];
  const isOurs = found && runFiles.includes(name) && (await exists(join(folder, "recipe.json")));
  return isOurs ? { folder, from: name === "metrics.jsonl" ? "metrics" : "result" } : undefined;
}

/** How deep a folder is searched for runs. */
const deepest = 5;

/** The runs of our own that a path points at: itself, or those in a folder of some. */
async function runsAt(
  path: string,
  depth = 0,
): Promise<{ readonly path: string; readonly pointed: Pointed }[]> {
  // In a folder of whatever else, only the recipe tells a run of ours.
  const pointed = depth === 0 || (await exists(join(path, "recipe.json"))) ? await runAt(path) : undefined;
  if (pointed) return [{ path, pointed }];
  const entries = depth < deepest ? await readdir(path, { withFileTypes: true }).catch(() => []) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const inside = await Promise.all(
    names
      .filter((name) => !/^(?:\.|node_modules$)/u.test(name))
      .toSorted()
      .map((name) => runsAt(join(path, name), depth + 1)),
  );
  return inside.flat();
}

async function judgeRun(path: string, { folder, from }: Pointed): Promise<Judged> {
  const run = await readRun(folder, { baseFolder: resolve("."), dataFolders: dataFolders() }, from);
  const { name, finished, history } = run;
  // A run that diverged in its first epoch has something to tell all the same.
  if (history.epochs.length === 0 && !history.brokeOff)
    throw new UserError({
      where: path,
      got: "a run without a finished epoch",
      expected: "at least one",
      hint: `Go on with it by "ockham resume ${folder}"`,
    });
  const diagnosis = diagnose(history);
  const replays = replay(history);
  const prescriptions = prescribe(diagnosis, run.recipe, run.meets, replays);
  const own = { folder, name, finished };
  return { path, own, history, diagnosis: { ...diagnosis, prescriptions }, replays };
}

/** What the user says of logs. */
export interface LogFacts {
  /** The columns of tables to read, which are then taken for logs whatever they are. */
  readonly named?: NamedColumns;
  readonly classes?: number;
  readonly baselineLoss?: number;
}

function judgeLog(read: History, { classes, baselineLoss }: LogFacts): Judged {
  const history: History = {
    ...read,
    ...(classes !== undefined && { task: "classification", classes }),
    ...(baselineLoss !== undefined && { baselineLoss }),
  };
  const diagnosis = diagnose(history);
  const replays = replay(history);
  const prescriptions = adviseElsewhere(diagnosis, history.origin?.program, {
    task: history.task,
    log: history,
    replays,
  });
  return {
    path: history.origin?.file ?? "",
    history,
    diagnosis: { ...diagnosis, prescriptions },
    replays,
  };
}

/** A path that no diagnosis came of. */
export interface Unjudged {
  readonly path: string;
  readonly error: unknown;
}

export interface Judgements {
  readonly judged: readonly Judged[];
  readonly failures: readonly Unjudged[];
}

/**
 * Judges every run and log that can be read; the others do not keep them from it.
 * @param facts what is said of the logs among them; of runs of our own it is known.
 */
export async function judgeAll(paths: readonly string[], facts: LogFacts = {}): Promise<Judgements> {
  const { named } = facts;
  const judged: Judged[] = [];
  const failures: Unjudged[] = [];
  const logs: string[] = [];
  const within = new Set<string>();
  for (const path of paths) {
    const runs = named ? [] : await runsAt(path);
    if (runs[0]?.path !== path) logs.push(path);
    for (const run of runs) {
      if (run.path !== path) within.add(run.path);
      try {
        judged.push(await judgeRun(run.path, run.pointed));
      } catch (error) {
        failures.push({ path: run.path, error });
      }
    }
  }
  const read = await readLogPaths(logs, named, within);
  for (const { histories } of read.logs)
    for (const history of histories) judged.push(judgeLog(history, facts));
  const place = ({ path }: { readonly path: string }): number =>
    paths.findIndex((given) => path === given || join(path).startsWith(join(given, "/")));
  return {
    judged: judged.toSorted((a, b) => place(a) - place(b)),
    failures: [...failures, ...read.failures].toSorted((a, b) => place(a) - place(b)),
  };
}

/** All that is known of one run, for `--json`; its curve only of other programs' logs, since our own have it on disk. */
const judgedData = (judged: Judged): Readonly<Record<string, unknown>> => {
  const { path, own, history, diagnosis, replays } = judged;
  return own
    ? { path, name: own.name, finished: own.finished, diagnosis, replays }
    : { path, name: history.origin?.run ?? basename(path), finished: true, diagnosis, replays, history };
};

/** Everything that was judged, and what could not be read, for `--json`. */
export const judgementsData = ({ judged, failures }: Judgements): Readonly<Record<string, unknown>> => ({
  runs: judged.map(judgedData),
  ...(failures.length > 0 && {
    errors: failures.map(({ path, error }) => ({ path, ...failureData(error) })),
  }),
});

/** Whether a verdict asks for something to be done. */
export const isProblem = ({ diagnosis }: Judged): boolean => verdictTone(diagnosis) === "bad";
