import type { VNode } from "preact";
import { columnFormat } from "../draw/index.ts";
import type { EpochRecord } from "../history/index.ts";
import type { ReportRun } from "./input.ts";
import { Table } from "./table.tsx";

/** Longer histories are thinned, so that the page stays light. */
const mostRows = 400;

interface Column {
  readonly title: string;
  /** Columns of one group have the same decimals. */
  readonly group: string;
  readonly read: (record: EpochRecord) => number | undefined;
}

function columnsOf({ history }: ReportRun): Column[] {
  const isValidated = history.epochs.some(({ validation }) => validation !== undefined);
  const ofValidation: Column[] = [
    { title: "Validation loss", group: "loss", read: ({ validation }) => validation?.loss },
  ];
  const metrics = history.metrics.flatMap(({ id, title }): Column[] => [
    { title: `Training ${title.toLowerCase()}`, group: id, read: ({ train }) => train.metrics[id] },
    ...(isValidated
      ? [
          {
            title: `Validation ${title.toLowerCase()}`,
            group: id,
            read: (record: EpochRecord) => record.validation?.metrics[id],
          },
        ]
      : []),
  ]);
  const reports = Object.keys(history.epochs[0]?.reports ?? {}).map(
    (path): Column => ({ title: path, group: path, read: (record) => record.reports?.[path] }),
  );
  return [
    { title: "Training loss", group: "loss", read: ({ train }) => train.loss },
    ...(isValidated ? ofValidation : []),
    ...metrics,
    { title: "Penalty", group: "loss", read: ({ penalty }) => penalty },
    { title: "Objective", group: "loss", read: ({ objective }) => objective },
    { title: "Running loss", group: "loss", read: ({ running }) => running.loss },
    ...reports,
    { title: "Learning rate", group: "rate", read: ({ learningRate }) => learningRate },
  ];
}

/** Every so many epochs, and always the first, the last and the marked ones. */
function shownEpochs({ history, diagnosis }: ReportRun): EpochRecord[] {
  const every = Math.ceil(history.epochs.length / mostRows);
  const marked = new Set([diagnosis.bestEpoch, diagnosis.onset, history.epochs.at(-1)?.epoch]);
  return history.epochs.filter(({ epoch }, i) => i % every === 0 || marked.has(epoch));
}

/** All numbers of a run, epoch by epoch, folded away. */
export function EpochTable({ run }: { readonly run: ReportRun }): VNode {
  const { history, diagnosis } = run;
  const records = shownEpochs(run);
  const columns = columnsOf(run).map((column) => ({
    ...column,
    values: records.map((record) => column.read(record) ?? Number.NaN),
  }));
  const texts = columns.map(({ group, values }) => {
    const format = columnFormat(
      columns.filter((other) => other.group === group).flatMap((other) => other.values),
    );
    return values.map((value) => (Number.isNaN(value) ? "–" : format(value)));
  });
  const headerOf = ({ epoch }: EpochRecord): string => {
    const notes = [
      ...(epoch === diagnosis.bestEpoch ? ["best"] : []),
      ...(epoch === diagnosis.onset ? ["onset"] : []),
    ];
    return notes.length === 0 ? `${epoch}` : `${epoch} (${notes.join(", ")})`;
  };
  const thinned =
    records.length < history.epochs.length ? `, ${records.length} of ${history.epochs.length} epochs` : "";
  return (
    <details>
      <summary>All epochs in numbers</summary>
      <Table
        caption={`${run.name}: scores after each epoch${thinned}`}
        columns={["Epoch", ...columns.map(({ title }) => title)]}
        rows={records.map((record, i) => ({
          header: headerOf(record),
          cells: texts.map((column) => column[i] ?? "–"),
          emphasized: record.epoch === diagnosis.bestEpoch || record.epoch === diagnosis.onset,
        }))}
      />
    </details>
  );
}
