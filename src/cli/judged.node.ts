import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { UserError } from "../base/index.ts";
import { type Prescription, prescribe, textColumns } from "../derive/index.ts";
import { type Diagnosis, diagnose } from "../diagnose/index.ts";
import { formatNumber } from "../draw/index.ts";
import type { EpochRecord } from "../history/index.ts";
import { type SummarySize, terminalSummary, verdictTitle } from "../report/index.ts";
import { readRun, type ReadRun } from "../train/index.node.ts";
import { dataFolders, reportPrescriptions } from "../worker/index.ts";

/** A run with its diagnosis. */
interface Judged extends ReadRun {
  /** As it was given. */
  readonly path: string;
  readonly folder: string;
  readonly diagnosis: Diagnosis & { readonly prescriptions: readonly Prescription[] };
}

const runFiles = ["result.json", "metrics.jsonl", "recipe.json"];

interface Pointed {
  readonly folder: string;
  /** The file to take the epochs from. */
  readonly from: "metrics" | "result";
}

/** The run that a path points at. */
async function runAt(path: string): Promise<Pointed> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return { folder: path, from: "result" };
  const name = basename(path);
  if (found && runFiles.includes(name))
    return { folder: dirname(path), from: name === "metrics.jsonl" ? "metrics" : "result" };
  throw new UserError({
    where: path,
    got: found ? "a file that belongs to no run of Ockham" : "no such file or folder",
    expected: "the folder of a run, or its result.json or metrics.jsonl",
    hint: found ? "Training logs of other programs cannot be read yet" : undefined,
  });
}

async function judge(path: string): Promise<Judged> {
  const { folder, from } = await runAt(path);
  const run = await readRun(folder, { baseFolder: resolve("."), dataFolders: dataFolders() }, from);
  // A run that diverged in its first epoch has something to tell all the same.
  if (run.history.epochs.length === 0 && !run.history.brokeOff)
    throw new UserError({
      where: path,
      got: "a run without a finished epoch",
      expected: "at least one",
      hint: `Go on with it by "ockham resume ${folder}"`,
    });
  const diagnosis = diagnose(run.history);
  return {
    ...run,
    path,
    folder,
    diagnosis: { ...diagnosis, prescriptions: prescribe(diagnosis, run.recipe, run.meets) },
  };
}

/** A path that no diagnosis came of. */
export interface Unjudged {
  readonly path: string;
  readonly error: unknown;
}

/** Judges every run that can be read; the others do not keep them from it. */
export async function diagnoseRuns(
  paths: readonly string[],
): Promise<{ readonly runs: readonly Judged[]; readonly failures: readonly Unjudged[] }> {
  const runs: Judged[] = [];
  const failures: Unjudged[] = [];
  for (const path of paths)
    try {
      runs.push(await judge(path));
    } catch (error) {
      failures.push({ path, error });
    }
  return { runs, failures };
}

/** One run with all of its evidence. */
export function judgedText({ history, diagnosis, folder, finished }: Judged, size: SummarySize): string {
  const prescriptions = reportPrescriptions(diagnosis.prescriptions, folder);
  const unfinished = `The run is not finished: this is how it stands after epoch ${history.epochs.at(-1)?.epoch}.\n\n`;
  return `${finished ? "" : unfinished}${terminalSummary({ history, diagnosis, prescriptions }, size)}`;
}

const number = (value: number | undefined): string => (value === undefined ? "–" : formatNumber(value));

const epochsText = (judged: EpochRecord | undefined, last: EpochRecord | undefined): string =>
  judged && last ? `${judged.epoch} of ${last.epoch}` : "–";

function rowOf({ path, history, diagnosis }: Judged): string[] {
  const { id = "", title = "" } = history.metrics[0] ?? {};
  const last = history.epochs.at(-1);
  const judged = history.epochs.find(({ epoch }) => epoch === diagnosis.bestEpoch) ?? last;
  return [
    path,
    verdictTitle(diagnosis),
    String(diagnosis.onset ?? "–"),
    epochsText(judged, last),
    number(judged?.validation?.loss),
    number(judged?.train.metrics[id]),
    number(judged?.validation?.metrics[id]),
    title.toLowerCase(),
  ];
}

const columns = [
  "run",
  "verdict",
  "onset",
  "best epoch",
  "validation loss",
  "training",
  "validation",
  "metric",
];

/** Several runs, one line each, judged at the epoch with the best validation loss. */
export const judgedTable = (runs: readonly Judged[]): string => textColumns([columns, ...runs.map(rowOf)]);
