import { counted } from "../base/index.ts";
import { join } from "node:path";
import { count } from "../base/index.ts";
import { formatNumber } from "../draw/index.ts";
import type { Scores } from "../history/index.ts";
import { keptText, type SummaryRun, terminalSummary, waitingText } from "../report/index.ts";
import type { RunResult } from "../train/index.ts";
import { foundText, reportPrescriptions, uncertaintyText } from "../worker/index.ts";
import { exitCodes, outputSize, print } from "./output.node.ts";
import { durationText } from "./progress.node.ts";

/** A result in the form that summaries show. */
export const summaryOf = ({ history, epochs, diagnosis, dir }: RunResult): SummaryRun => ({
  history: { ...history, epochs },
  diagnosis,
  prescriptions: reportPrescriptions(diagnosis.prescriptions, dir),
});

/** The title of a metric within a sentence: "F1 of Yes" keeps the name of its class. */
const lowered = (title: string): string => title.replace(/^.*?(?= of |$)/, (own) => own.toLowerCase());

/** "accuracy 0.951, loss 0.17". */
const scoresText = ({ history }: RunResult, { metrics, loss }: Scores): string =>
  [
    ...history.metrics.map(({ id, title }) => `${lowered(title)} ${formatNumber(metrics[id] ?? Number.NaN)}`),
    `loss ${formatNumber(loss)}`,
  ].join(", ");

/** "accuracy 0.951, loss 0.17" on the test part, when there is one. */
export const testText = (result: RunResult): string | undefined =>
  result.test && `${scoresText(result, result.test)} (${keptText(result)})`;

/** The same on the rows of the part that judges the run which training has not. */
const withoutRepeatsText = (result: RunResult): string[] =>
  result.withoutRepeats
    ? [
        `Unseen     ${scoresText(result, result.withoutRepeats)} (the ${counted(result.withoutRepeats.rows, `${result.withoutRepeats.part} row`)} whose inputs training has not)`,
      ]
    : [];

/** What the mean of passes with noise is worth: "Accuracy 0.951 (test), log-likelihood …". */
function sampledText({ history }: RunResult, sampled: NonNullable<RunResult["sampled"]>): string {
  const scores = history.metrics.map(
    ({ id, title }) => `${lowered(title)} ${formatNumber(sampled.metrics[id] ?? Number.NaN)}`,
  );
  return `${scores.join(", ")} (${sampled.part}), ${uncertaintyText(sampled)}`;
}

/** What simpler models score on the part that judges a run: "Accuracy 0.61 always "no", 0.79 logistic regression". */
function baselineText({ baselines, scores, history }: RunResult): string | undefined {
  const judged = scores.test ?? scores.validation ?? scores.train;
  const [metric] = history.metrics;
  if (!judged || !metric) return undefined;
  const scored = (of: Readonly<Record<string, number>>): string => formatNumber(of[metric.id] ?? Number.NaN);
  const { linear } = baselines;
  const of = history.rows.train;
  const some = linear.rows < of ? ` (fitted to ${count(linear.rows)} of ${count(of)} training rows)` : "";
  const parts = [
    `${metric.title.toLowerCase()} ${scored(judged.baseline)} always ${baselines.always}`,
    `${scored(judged.linear)} ${linear.title.toLowerCase()}${some}`,
  ];
  return parts.join(", ");
}

function resultText(result: RunResult): string {
  const { dir, stopped, timing } = result;
  const test = testText(result);
  return [
    "",
    terminalSummary(summaryOf(result), outputSize()),
    "",
    `Stopped    after epoch ${stopped.epoch}: ${stopped.reason}`,
    ...(test === undefined ? [] : [`Test       ${test}`]),
    ...withoutRepeatsText(result),
    ...(baselineText(result) === undefined ? [] : [`Baselines  ${baselineText(result)}`]),
    ...(result.baselines.sentence === undefined ? [] : [`Learned    ${result.baselines.sentence}`]),
    ...(result.found ? [`Found      ${foundText(result.found, result)}`] : []),
    ...(result.sampled ? [`Sampled    ${sampledText(result, result.sampled)}`] : []),
    `Time       ${durationText(timing.totalMs)}: ${counted(timing.steps, "update")} of ${formatNumber(timing.stepMs, 3)} ms${waitingText(result)}`,
    `Report     ${join(dir, "report.html")}`,
    `Model      ${join(dir, "model.onnx")}`,
  ].join("\n");
}

/** What to know before using the model of a run that diverged. */
function divergedText(result: RunResult): string {
  const brokeOff = result.stopped.kind === "diverged";
  const kept = brokeOff ? `before the divergence (${keptText(result)})` : `of epoch ${result.kept.epoch}`;
  return `The run diverged, and the exported weights are those ${kept}; do not use them without looking.`;
}

/** Prints what a run came to; a run that diverged has failed, also where its loss stayed finite. */
export function printResult(result: RunResult, json: boolean | undefined): void {
  print(json, result, () => resultText(result));
  if (result.diagnosis.verdict !== "diverged") return;
  process.stderr.write(`Warning: ${divergedText(result)}\n`);
  process.exitCode = exitCodes.failed;
}
