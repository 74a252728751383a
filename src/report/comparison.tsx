import type { VNode } from "preact";
import { columnFormat } from "../draw/index.ts";
import { ComparedFigures } from "./figures.tsx";
import type { ReportRun } from "./input.ts";
import { allShownBecause, leadingMetric, shownEpoch } from "./outcome.ts";
import { type Row, Table } from "./table.tsx";
import { verdictTitle } from "./verdict.ts";

/** The compared numbers of a run, by column; where there is none, NaN. */
function numbersOf(run: ReportRun): readonly number[] {
  const id = leadingMetric(run.history)?.id ?? "";
  const { validation, train } = shownEpoch(run) ?? {};
  return [
    validation?.loss,
    validation && train && validation.loss - train.loss,
    train?.metrics[id],
    validation?.metrics[id],
    run.test?.metrics[id],
  ].map((value) => value ?? Number.NaN);
}

const texts = (values: readonly number[], format: (value: number, column: number) => string): string[] =>
  values.map((value, column) => (Number.isNaN(value) ? "–" : format(value, column)));

/** One row for each run and, for a pair, the second minus the first. */
function rowsOf(runs: readonly ReportRun[]): Row[] {
  const numbers = runs.map(numbersOf);
  const formats = (numbers[0] ?? []).map((_, column) => columnFormat(numbers.map((row) => row[column] ?? 0)));
  const format = (value: number, column: number): string => formats[column]?.(value) ?? "";
  const signed = (value: number, column: number): string => `${value > 0 ? "+" : ""}${format(value, column)}`;
  const [first, second] = numbers;
  const rows = runs.map((run, i) => ({
    header: run.name,
    cells: [
      verdictTitle(run.diagnosis),
      `${shownEpoch(run)?.epoch ?? "–"} of ${run.stopped.epoch}`,
      ...texts(numbers[i] ?? [], format),
    ],
  }));
  if (runs.length !== 2 || first === undefined || second === undefined) return rows;
  const differences = second.map((value, column) => value - (first[column] ?? Number.NaN));
  return [...rows, { header: "Difference", cells: ["", "", ...texts(differences, signed)] }];
}

/** Several runs side by side: the table, then each figure on one scale. It claims no more than one seed each can show. */
export function Comparison({ runs }: { readonly runs: readonly ReportRun[] }): VNode {
  const [first] = runs;
  const metric = first && leadingMetric(first.history)?.title;
  const columns = ["Run", "Verdict", "Weights of epoch", "Validation loss", "Loss gap"];
  const metricColumns = ["Training", "Validation", "Test"].map(
    (part) => `${part} ${(metric ?? "metric").toLowerCase()}`,
  );
  return (
    <section id="comparison" aria-labelledby="comparison-heading">
      <h2 id="comparison-heading">Comparison</h2>
      <Table caption={allShownBecause(runs)} columns={[...columns, ...metricColumns]} rows={rowsOf(runs)} />
      <p class="caution">
        One seed each: the difference may be luck. Only repeats with several seeds can tell.
      </p>
      <ComparedFigures runs={runs} />
    </section>
  );
}
