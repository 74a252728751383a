import pc from "picocolors";
import { columnsOf, lossCurves, plainText, terminalPlot } from "../draw/index.ts";
import type { History } from "../history/index.ts";
import type { ReportPrescription, ReportRun } from "./input.ts";
import { ownReason } from "./outcome.ts";
import { verdictTitle, verdictTone } from "./verdict.ts";

export interface SummarySize {
  /** The width of the terminal in characters; 40 … 100 are used. */
  readonly columns: number;
  readonly color: boolean;
}

/** Breaks a text between words so that no line exceeds `width`; further lines are indented. */
function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  for (const word of plainText(text).split(/\s+(?!%)/u)) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `${indent}${word}`);
  }
  return lines;
}

function remedyLines(remedy: ReportPrescription, number: number, width: number): string[] {
  const { title, reason, setting, expected } = remedy;
  const command = remedy.command ?? (typeof setting === "string" ? setting : undefined);
  return [
    ...wrap([`${number}. ${title}:`, reason, expected ?? ""].join(" ").trimEnd(), width - 2, "   "),
    ...(command === undefined ? [] : command.split("\n").map((line) => `   ${plainText(line)}`)),
  ].map((line) => `  ${line}`);
}

/** So many pieces of evidence beside that of the verdict fit on a screen. */
const shownEvidence = 2;

/** What was seen besides, and how much more there is. */
function evidenceLines(shown: readonly string[], more: number, width: number): string[] {
  if (shown.length === 0) return [];
  const lines = shown.flatMap((sentence) => wrap(`- ${sentence}`, width - 2, "  "));
  const rest = more > 0 ? [`- ${more} more: --json and the report have all of it.`] : [];
  return ["", "Also seen:", ...[...lines, ...rest].map((line) => `  ${line}`)];
}

/** What a summary needs of a run. */
export type SummaryRun = Pick<ReportRun, "diagnosis" | "prescriptions"> & { readonly history: History };

/** A run in one screen: the verdict in a sentence, the loss curves and the three best remedies. No final line break. */
export function terminalSummary(run: SummaryRun, { columns, color }: SummarySize): string {
  const colors = pc.createColors(color);
  const width = Math.max(40, Math.min(100, Math.floor(columns)));
  const paint = { good: colors.green, bad: colors.yellow, open: colors.cyan }[verdictTone(run.diagnosis)];
  const [title = "", ...more] = wrap(`${verdictTitle(run.diagnosis)}. ${run.diagnosis.sentence}`, width);
  const { sentence, evidence } = run.diagnosis;
  const further = evidence.map((fact) => fact.sentence).filter((fact) => !sentence.startsWith(fact));
  const shown = further.slice(0, shownEvidence);
  const told = evidence.map((fact) => fact.sentence).filter((fact) => sentence.startsWith(fact));
  const remedies = run.prescriptions
    .slice(0, 3)
    .map((remedy) => ({ ...remedy, reason: ownReason(remedy, [...told, ...shown]) }))
    .flatMap((remedy, i) => remedyLines(remedy, i + 1, width));
  return [
    colors.bold(paint(title)),
    ...more.map((line) => colors.bold(paint(line))),
    ...evidenceLines(shown, further.length - shown.length, width),
    "",
    terminalPlot(lossCurves(run.history, run.diagnosis), { columns: width, rows: 16, color }),
    ...(remedies.length === 0 ? [] : ["", colors.bold("What to try next:"), ...remedies]),
  ].join("\n");
}
