import { count } from "../base/index.ts";
import type { VNode } from "preact";
import type { Scores } from "../history/index.ts";
import { type Metric, metrics as knownMetrics } from "../metrics/index.ts";
import type { ReportRun, ReportScores } from "./input.ts";
import { lossText, orDash, shownBecause, shownEpoch } from "./outcome.ts";
import { Part } from "./part.tsx";
import { type Row, Table } from "./table.tsx";

interface RunProps {
  readonly run: ReportRun;
}

/** The scores that stand for a run, beside those of a prediction that has learned nothing. */
export function ScoreTable({ run }: RunProps): VNode | null {
  const shown = shownEpoch(run);
  if (shown === undefined) return null;
  const { metrics, rows } = run.history;
  const row = (header: string, scores: Scores) => ({
    header,
    cells: [lossText(scores), ...metrics.map(({ id }) => orDash(scores.metrics[id]))],
  });
  return (
    <Part title="Scores">
      <Table
        caption={shownBecause(run)}
        columns={["Measured on", "Loss", ...metrics.map(({ title }) => title)]}
        rows={[
          row(
            `Training (${rows.trainMeasured < rows.train ? `${count(rows.trainMeasured)} of ` : ""}${count(rows.train)} rows)`,
            shown.train,
          ),
          ...(shown.validation === undefined
            ? []
            : [row(`Validation (${count(rows.validation)} rows)`, shown.validation)]),
          ...(run.test === undefined ? [] : [row("Test", run.test)]),
          ...(run.withoutRepeats === undefined
            ? []
            : [row(withoutRepeatsTitle(run.withoutRepeats), run.withoutRepeats)]),
          ...sampledRows(run),
          ...baselineRows(run),
        ]}
      />
      {run.baselines?.sentence === undefined ? null : <p>{run.baselines.sentence}</p>}
    </Part>
  );
}

const withoutRepeatsTitle = ({ part, rows }: NonNullable<ReportRun["withoutRepeats"]>): string =>
  `${part === "test" ? "Test" : "Validation"} without rows that training has too (${count(rows)} rows)`;

/** The part that judges a run best, of those that were measured. */
export function judgingPart({
  scores = {},
}: ReportRun): { part: keyof typeof partTitles; of: ReportScores } | undefined {
  const part = (["test", "validation", "train"] as const).find((name) => scores[name]);
  return part && { part, of: scores[part] as ReportScores };
}

export const partTitles = { train: "training", validation: "validation", test: "test" } as const;

/** What the mean of passes with noise scores. */
function sampledRows({ sampled, history }: ReportRun): readonly Row[] {
  if (!sampled) return [];
  const { part, passes, metrics } = sampled;
  return [
    {
      header: `Mean of ${passes} passes with noise (${partTitles[part]})`,
      cells: ["–", ...history.metrics.map(({ id }) => orDash(metrics[id]))],
    },
  ];
}

/** What simpler models score on the same rows. */
function baselineRows(run: ReportRun): readonly Row[] {
  const judging = judgingPart(run);
  if (!judging) return [];
  const { metrics } = run.history;
  const titles = baselineTitles(run);
  const part = partTitles[judging.part];
  const row = (header: string, scores: Scores["metrics"]): Row => ({
    header,
    cells: ["–", ...metrics.map(({ id }) => orDash(scores[id]))],
  });
  const { linear, baseline } = judging.of;
  return [
    row(`${titles.constant} (${part})`, baseline),
    ...(linear ? [row(`${titles.linear} (${part})`, linear)] : []),
  ];
}

/** What simpler models of the same data are called. */
export function baselineTitles(run: ReportRun): Readonly<Record<"constant" | "linear", string>> {
  const { baselines, history } = run;
  const what =
    baselines?.always ?? (history.task === "classification" ? "the most frequent class" : "the mean");
  return { constant: `Always ${what}`, linear: linearTitle(run) };
}

/** "Logistic regression", and on how many rows where it was not on all of them. */
function linearTitle({ baselines, history }: ReportRun): string {
  const linear = baselines?.linear;
  if (!linear) return "Linear model";
  const { train } = history.rows;
  return linear.rows < train
    ? `${linear.title}, fitted to ${count(linear.rows)} of ${count(train)} rows`
    : linear.title;
}

/** What a score is called; one of the class that is looked for, by its name. */
function titleOf(id: string, { classNames = [], positive = 1 }: ReportRun): string {
  const { ofPositive, title = id } = (knownMetrics as Readonly<Record<string, Metric | undefined>>)[id] ?? {};
  const looked = classNames[positive];
  return ofPositive !== undefined && looked !== undefined ? `${ofPositive} of ${looked}` : title;
}

/** All scores of the kept weights, folded away. */
export function AllScores({ run }: RunProps): VNode | null {
  const { scores = {} } = run;
  const parts = (["train", "validation", "test"] as const).flatMap((name) => {
    const of = scores[name];
    return of ? [{ title: partTitles[name], of }] : [];
  });
  const judging = judgingPart(run);
  if (!judging) return null;
  return (
    <details>
      <summary>All scores of the kept weights</summary>
      <Table
        caption="Measured in evaluation mode"
        columns={[
          "Score",
          ...parts.map(({ title }) => title),
          "constant prediction",
          ...(judging.of.linear ? ["linear model"] : []),
        ]}
        rows={[
          {
            header: "Loss",
            cells: [...parts.map(({ of }) => lossText(of)), "–", ...(judging.of.linear ? ["–"] : [])],
          },
          ...Object.keys(judging.of.metrics).map((id) => ({
            header: titleOf(id, run),
            cells: [
              ...parts.map(({ of }) => orDash(of.metrics[id])),
              orDash(judging.of.baseline[id]),
              ...(judging.of.linear ? [orDash(judging.of.linear[id])] : []),
            ],
          })),
        ]}
      />
    </details>
  );
}
