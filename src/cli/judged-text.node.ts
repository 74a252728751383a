import { type Advice, type Prescription, type Replay, textColumns } from "../derive/index.ts";
import { formatNumber } from "../draw/index.ts";
import { type CurvePoint, type History, type Remark, unitWord } from "../history/index.ts";
import {
  originText,
  type ReportPrescription,
  type SummarySize,
  terminalSummary,
  verdictTitle,
} from "../report/index.ts";
import { reportPrescriptions } from "../worker/index.ts";
import type { Judged, Judgements } from "./judged.node.ts";

/** One run with all of its evidence. */
function judgedText({ history, diagnosis, own, replays }: Judged, size: SummarySize): string {
  const prescriptions = shownPrescriptions(diagnosis.prescriptions, own?.folder);
  const unfinished =
    own?.finished === false
      ? `The run is not finished: this is how it stands after epoch ${history.epochs.at(-1)?.epoch}.\n\n`
      : "";
  const source = history.origin ? `\n\n${originText(history.origin, history)}` : "";
  const stopping = replayText(replays, history);
  return `${unfinished}${terminalSummary({ history, diagnosis, prescriptions }, size)}${stopping}${source}`;
}

const isAdvice = (one: Prescription | Advice): one is Advice => "code" in one;

/** Remedies as they are shown: of runs of our own with the command that tries them, of logs with what to write there. */
export function shownPrescriptions(
  all: readonly (Prescription | Advice)[],
  folder = "",
): readonly ReportPrescription[] {
  const own = all.filter((one): one is Prescription => !isAdvice(one));
  const elsewhere = all.filter(isAdvice).map(({ title, reason, code, watch }) => {
    const lines = code.map(({ program, line }) => (code.length > 1 ? `${program}: ${line}` : line));
    return { title, reason, watch, ...(lines.length > 0 && { setting: lines.join("\n") }) };
  });
  return [...reportPrescriptions(own, folder), ...elsewhere];
}

/** What rules of early stopping would have kept, one line each; nothing where none of them stops. */
function replayText(replays: readonly Replay[], history: History): string {
  const [whole, ...rules] = replays;
  const stopping = rules.filter(({ stopped }) => stopped !== undefined);
  if (whole === undefined || stopping.length === 0) return "";
  const rows = [whole, ...stopping].map(({ title, stopped, kept, loss, regret }) => [
    title,
    stopped === undefined ? "–" : number(stopped.epoch),
    number(kept),
    number(loss),
    regret > 0 ? `+${number(regret)}` : "0",
  ]);
  const header = [
    "early stopping by",
    `stops at ${unitWord(history)}`,
    "keeps",
    "validation loss",
    "above the lowest",
  ];
  const others = rules.filter(({ stopped }) => stopped === undefined).map(({ title }) => title);
  const never = others.length === 0 ? "" : `\nWould not have stopped: ${others.join("; ")}.`;
  return `\n\n${textColumns([header, ...rows])}${never}`;
}

const number = (value: number | undefined): string => (value === undefined ? "–" : formatNumber(value));

const epochsText = (judged: CurvePoint | undefined, last: CurvePoint | undefined): string =>
  judged && last ? `${number(judged.epoch)} of ${number(last.epoch)}` : "–";

function scoresText({ metrics: [metric] }: History, judged: CurvePoint | undefined): string[] {
  if (metric === undefined) return ["–", "–", "–"];
  const { id, title } = metric;
  return [number(judged?.train?.metrics[id]), number(judged?.validation?.metrics[id]), title.toLowerCase()];
}

function rowOf({ path, history, diagnosis }: Judged): string[] {
  const last = history.epochs.at(-1);
  const judged = history.epochs.find(({ epoch }) => epoch === diagnosis.bestEpoch) ?? last;
  const run = history.origin?.run;
  return [
    run === undefined ? path : `${path} (${run})`,
    verdictTitle(diagnosis),
    number(diagnosis.onset),
    epochsText(judged, last),
    number(judged?.validation?.loss),
    ...scoresText(history, judged),
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

/** Remarks that a table need not repeat for every run. */
const ofOneRun: ReadonlySet<string> = new Set<Remark["kind"]>(["averaged", "counted", "runsInOneFile"]);

/** Several runs, one line each, judged at the epoch with the best validation loss; of logs, what they were read as. */
function judgedTable(runs: readonly Judged[]): string {
  if (runs.every(({ own }) => own)) return textColumns([columns, ...runs.map(rowOf)]);
  const formats = runs.map(({ history }) => history.origin?.title ?? "Ockham");
  const table = textColumns([
    [...columns, "read as"],
    ...runs.map((run, i) => [...rowOf(run), formats[i] as string]),
  ]);
  const remarks = runs.flatMap(({ path, history }) =>
    (history.origin?.remarks ?? [])
      .filter(({ kind }) => !ofOneRun.has(kind))
      .map(({ sentence }) => `${path}: ${sentence}`),
  );
  return remarks.length === 0 ? table : `${table}\n\n${[...new Set(remarks)].join("\n")}`;
}

/** One run with its evidence where one was asked for, else a table. @param asked how many paths were given. */
export function judgementsText(
  { judged, failures }: Judgements,
  { asked, ...size }: SummarySize & { readonly asked: number },
): string {
  const [only] = judged;
  return only && judged.length === 1 && failures.length === 0 && asked === 1
    ? judgedText(only, size)
    : judgedTable(judged);
}
