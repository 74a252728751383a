import type { LogFile, TextTable } from "../log-file.ts";
import { historiesOf } from "../log-history.ts";
import type { LogColumn } from "../log-table.ts";
import { measureOf } from "../measures.ts";
import type { History } from "../record.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat, unknownLoss } from "./format.ts";

const envelope = /__(?:MIN|MAX)$/u;

/** `run name - train/loss`, as a chart is exported. */
const seriesName = /^(.+) - ([^ ].*)$/u;

const isChart = ({ names }: TextTable): boolean =>
  /^(?:Step|epoch|global_step|_step|trainer\/global_step|Relative Time \(\w+\))$/iu.test(names[0] ?? "") &&
  names.slice(1).some((name) => seriesName.test(name) && !envelope.test(name));

/** One row a run: settings and last scores, no curves. */
const isRunsTable = ({ names }: TextTable): boolean =>
  names.includes("Name") && names.includes("State") && names.includes("Created") && names.includes("Runtime");

function readChart(log: LogFile, text: TextTable): readonly History[] {
  const measures = (name: string) =>
    measureOf(envelope.test(name) ? "left_out" : (seriesName.exec(name)?.[2] ?? name));
  const { table, remarks } = textColumns(log, text, measures);
  const runOf = ({ name }: LogColumn): string | undefined =>
    envelope.test(name) ? undefined : seriesName.exec(name)?.[1];
  // A run that began later or ended earlier than the chart has columns without a number.
  const recorded = table.columns.filter(({ values }) => values.some((value) => value !== undefined));
  const runs = [
    ...new Set((recorded.length > 1 ? recorded : table.columns).flatMap((one) => runOf(one) ?? [])),
  ];
  return runs.flatMap((run) =>
    historiesOf(
      { ...table, columns: table.columns.filter((one, i) => i === 0 || runOf(one) === run) },
      {
        format: "wandb-chart",
        title: "Weights & Biases chart",
        file: log.path,
        run,
        trainLoss: unknownLoss,
        validationLoss: unknownLoss,
        remarks,
      },
    ),
  );
}

/** The CSV of a chart of Weights & Biases, several runs side by side. */
export const wandb = defineLogFormat({
  id: "wandb-chart",
  title: "Weights & Biases chart",
  looksFor: 'a CSV with columns such as "Step" and "RUN - train/loss" (Weights & Biases)',
  recognises: ({ table }) => table !== undefined && (isChart(table) || isRunsTable(table)),
  read: ([log]) => {
    const { table } = log as LogFile & { readonly table: TextTable };
    if (isRunsTable(table))
      throw (log as LogFile).fault(
        `a table of ${table.records.length} runs with their last scores, as Weights & Biases exports it`,
        "learning curves",
        "Export the chart of the losses there instead, or the history of a run",
      );
    return readChart(log as LogFile, table);
  },
});
