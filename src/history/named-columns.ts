import { suggest } from "../base/index.ts";
import { rowsIn, seriesIn, seriesTable } from "./json-columns.ts";
import type { LogFile } from "./log-file.ts";
import { historiesOf } from "./log-history.ts";
import { missingToOne } from "./log-scores.ts";
import { column, type LogColumn, type LogTable, tableOf } from "./log-table.ts";
import { withShares } from "./log-values.ts";
import { type Measure, measureOf } from "./measures.ts";
import type { History } from "./record.ts";
import { textColumns } from "./text-columns.ts";

/** What the user says of the columns of a table. */
export interface NamedColumns {
  readonly trainLoss?: string;
  readonly validationLoss?: string;
  readonly epoch?: string;
  /** A score of training or validation, as its name says; of validation where it says nothing. */
  readonly metric?: string;
}

function tableIn(log: LogFile): LogTable {
  const rows = rowsIn(log.json);
  if (rows) return tableOf(log.path, rows);
  const series = seriesIn(log.json);
  if (series) return seriesTable(log.path, series);
  if (log.table) return textColumns(log, log.table, (name) => ({ ...measureOf(name), kind: "other" })).table;
  throw log.fault("no table", "a CSV, or JSON with rows or lists by name, when columns are named");
}

/** A score that is named for a loss, such as R², is worse the lower it is: what is missing to 1 stands for the loss. */
function asNamed({ name, values }: LogColumn, as: Measure): LogColumn {
  const own = column(name, values);
  if (as.kind !== "loss" || own.measure.kind !== "metric" || own.measure.better !== "higher")
    return column(name, values, as);
  const [shares = own] = withShares({ rows: values.length, columns: [own] }).columns;
  return { ...missingToOne(shares), measure: as };
}

/**
 * The learning curves in the columns that the user names.
 * @throws UserError for a column that is not there or holds no number.
 */
export function namedHistories(log: LogFile, named: NamedColumns): readonly History[] {
  const table = tableIn(log);
  const use = (name: string | undefined, flag: string, as: Measure): LogColumn[] => {
    if (name === undefined) return [];
    const names = table.columns.map((one) => one.name);
    const found = table.columns.find((one) => one.name === name);
    if (found?.values.some((value) => value !== undefined)) return [asNamed(found, as)];
    throw log.fault(
      found ? `a column "${name}" without a number (--${flag})` : `no column "${name}" (--${flag})`,
      `one of ${names.slice(0, 20).join(", ")}`,
      found ? undefined : suggest(name, names),
    );
  };
  const measure = measureOf(named.metric ?? "");
  const metric: Measure =
    measure.kind === "metric"
      ? { ...measure, part: measure.part ?? "validation" }
      : { ...measure, part: measure.part ?? "validation", kind: "metric", better: "higher" };
  const columns = [
    ...use(named.epoch, "epoch", measureOf("epoch")),
    ...use(named.trainLoss, "train-loss", measureOf("loss", "train")),
    ...use(named.validationLoss, "validation-loss", measureOf("loss", "validation")),
    ...use(named.metric, "metric", metric),
  ];
  return historiesOf(
    { ...table, columns },
    {
      format: "named-columns",
      title: "columns as named",
      file: log.path,
      trainLoss: { measured: "unknown", penalty: "unknown" },
      validationLoss: { measured: "unknown", penalty: "unknown" },
    },
  );
}
