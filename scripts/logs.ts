// Judges the training logs in OCKHAM_DATA/logs and sets the verdicts beside those of people: how far they agree.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { textColumns } from "../src/derive/index.ts";
import { type Diagnosis, diagnose, type Severity } from "../src/diagnose/index.ts";
import { readLogPaths } from "../src/history/index.node.ts";
import type { History } from "../src/history/index.ts";
import { type Opinion, opinions } from "./logs/opinions.ts";

/** What came of one run of a log. */
interface Judgement {
  readonly log: string;
  readonly format: string;
  readonly verdict: string;
  readonly shown: string;
  readonly severity?: Severity;
  readonly onset?: number;
  /** The first and last place of the curve. */
  readonly span: number;
}

const root = (process.env["OCKHAM_DATA"] ?? "")
  .split(":")
  .map((folder) => join(folder, "logs"))
  .find((folder) => existsSync(folder));
if (root === undefined) {
  console.error("No logs in the folders of OCKHAM_DATA.");
  process.exit(1);
}

const paths = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();

function judge(log: string, history: History): Judgement {
  const { verdict, severity, onset }: Diagnosis = diagnose(history);
  const [first, last] = [history.epochs[0]?.epoch ?? 0, history.epochs.at(-1)?.epoch ?? 0];
  return {
    log,
    format: history.origin?.format ?? "",
    verdict,
    shown: severity === undefined ? verdict : `${verdict}, ${severity}`,
    ...(severity !== undefined && { severity }),
    ...(onset !== undefined && { onset }),
    span: last - first,
  };
}

const { logs, failures } = await readLogPaths(paths);
const judgements: Judgement[] = [
  ...logs.flatMap(({ histories }) =>
    histories.map((history, i) => {
      const file = relative(root, history.origin?.file ?? "");
      return judge(i === 0 ? file : `${file}#${i + 1}`, history);
    }),
  ),
  ...failures.map(({ path }) => ({
    log: relative(root, path),
    format: "–",
    verdict: "refused",
    shown: "refused",
    span: 0,
  })),
];

/** Within 2 epochs, or a tenth of the run. */
function isNear({ onset, span }: Judgement, [from, to]: readonly [number, number]): boolean {
  const allowance = Math.max(2, span / 10);
  return onset !== undefined && onset >= from - allowance && onset <= to + allowance;
}

interface Compared {
  readonly opinion: Opinion;
  readonly found: Judgement | undefined;
  readonly agrees: boolean;
  /** Absent where the notes date no turn. */
  readonly isDated?: boolean;
}

const compared = opinions.map((opinion): Compared => {
  const found = judgements.find(({ log }) => log === opinion.log);
  const agrees = found !== undefined && opinion.verdicts.some((verdict) => verdict === found.verdict);
  const dated = opinion.onset && found && { isDated: isNear(found, opinion.onset) };
  return { opinion, found, agrees, ...dated };
});

const range = ({ onset }: Opinion): string => {
  if (onset === undefined) return "";
  return onset[0] === onset[1] ? ` at ${onset[0]}` : ` at ${onset[0]}–${onset[1]}`;
};

console.log(
  textColumns([
    ["", "log", "format", "verdict", "onset", "people say", "because"],
    ...compared.map(({ opinion, found, agrees, isDated }) => [
      agrees && isDated !== false ? " " : "≠",
      opinion.log,
      found?.format ?? "not found",
      found?.shown ?? "–",
      String(found?.onset ?? "–"),
      opinion.verdicts.join(" or ") + range(opinion),
      opinion.because,
    ]),
  ]),
);
const known = new Set(opinions.map(({ log }) => log));
const unknown = judgements.filter(({ log }) => !known.has(log)).map(({ log }) => log);
const graded = compared.filter(
  ({ opinion: { severity }, found }) => severity !== undefined && found?.severity,
);
const alike = graded.filter(({ opinion, found }) => opinion.severity === found?.severity);
const dated = compared.filter(({ isDated }) => isDated !== undefined);
const share = (part: number, whole: number): string =>
  `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;
console.log(`
Verdicts that agree: ${share(compared.filter(({ agrees }) => agrees).length, compared.length)}
Onsets within 2 epochs or 10 % of the run: ${share(dated.filter(({ isDated }) => isDated).length, dated.length)}
Severities that agree, where the notes tell one: ${share(alike.length, graded.length)}`);
if (unknown.length > 0) console.log(`Without an opinion: ${unknown.join(", ")}`);
