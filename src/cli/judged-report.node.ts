import { count } from "../base/index.ts";
import { basename, dirname, join, relative, resolve } from "node:path";
import { diagnosesHtml, type JudgedRun, originFacts, type ReportFact } from "../report/index.ts";
import { failureText } from "./failure.node.ts";
import type { Judged, Judgements } from "./judged.node.ts";
import { shownPrescriptions } from "./judged-text.node.ts";
import { refuseThere, writeNew } from "./new-file.node.ts";

/** The folder that holds all of some files. */
function commonFolder([first = "", ...others]: readonly string[]): string {
  let folder = dirname(first);
  const isOutside = (path: string): boolean => relative(folder, path).startsWith("..");
  while (others.some(isOutside) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** A run by its name, a log by its path in a folder. */
const nameOf = ({ path, own, history: { origin } }: Judged, folder: string): string => {
  if (own) return own.name;
  // What has nothing in common is named as it was given.
  const file = folder === dirname(folder) ? path : relative(folder, resolve(path));
  return origin?.run === undefined ? file : `${file} (${origin.run})`;
};

function ownFacts({ own, history: { rows, epochs } }: Judged): ReportFact[] {
  if (!own) return [];
  const { folder, finished } = own;
  return [
    { label: "Run", value: folder },
    {
      label: "State",
      value: finished ? "finished" : `not finished: as it stands after epoch ${epochs.at(-1)?.epoch ?? 0}`,
    },
    {
      label: "Rows",
      value: `${count(rows.train)} of training (${count(rows.trainMeasured)} measured), ${count(rows.validation)} of validation`,
    },
    { label: "Losses", value: "after each epoch in evaluation mode, without penalties" },
    ...(finished ? [{ label: "All of it", value: join(folder, "report.html") }] : []),
  ];
}

function reported(judged: Judged, folder: string): JudgedRun {
  const { own, history, replays } = judged;
  const { prescriptions, ...diagnosis } = judged.diagnosis;
  return {
    name: nameOf(judged, folder),
    history,
    diagnosis,
    prescriptions: shownPrescriptions(prescriptions, own?.folder),
    replays,
    facts: history.origin ? originFacts(history.origin, history) : ownFacts(judged),
  };
}

/** @throws UserError for a page that is there already: before the work, so that none is lost. */
export const refuseReport = async (path: string | undefined): Promise<void> => {
  if (path !== undefined) await refuseThere(path);
};

/**
 * Writes diagnoses as one HTML page, where one is asked for and there is something to tell.
 * @returns where it lies.
 * @throws UserError for a file that is there, or cannot be written.
 */
export async function reportTo(
  path: string | undefined,
  { judged, failures }: Judgements,
): Promise<{ readonly report?: string }> {
  if (path === undefined || judged.length === 0) return {};
  const folder = commonFolder(judged.flatMap((one) => (one.own ? [] : [resolve(one.path)])));
  const runs = judged.map((one) => reported(one, folder));
  const [only] = runs;
  const title =
    only && runs.length === 1 ? `Diagnosis of ${basename(only.name)}` : `Diagnosis of ${runs.length} curves`;
  const unread = failures.map(({ error }) => failureText(error));
  await writeNew(path, diagnosesHtml({ title, runs, unread }));
  return { report: path };
}
