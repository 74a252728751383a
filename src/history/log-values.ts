import type { RunRows } from "./log-runs.ts";
import type { LogColumn, LogTable, Recorded } from "./log-table.ts";

const mapped = (table: LogTable, change: (column: LogColumn) => LogColumn): LogTable => ({
  ...table,
  columns: table.columns.map(change),
});

/** Scores in per cent become shares. */
export const withShares = (table: LogTable): LogTable =>
  mapped(table, (column) => {
    const isPercent =
      column.measure.isShare &&
      column.values.some((value) => value !== undefined && value > 1.5) &&
      column.values.every((value) => value === undefined || !(value < 0 || value > 100));
    if (!isPercent) return column;
    return {
      ...column,
      values: column.values.map((value) => value && Number((value / 100).toPrecision(12))),
    };
  });

/**
 * NaN before a number of the same run is a gap, as tables write what was not recorded; from the last number on it is a loss
 * that was no number any more.
 */
export const withoutGaps = (table: LogTable, runs: readonly RunRows[]): LogTable =>
  mapped(table, (column) => {
    if (!column.values.some(Number.isNaN)) return column;
    const values: Recorded[] = [...column.values];
    for (const { rows } of runs) {
      let seen = false;
      for (const row of rows.toReversed()) {
        if (!Number.isNaN(values[row])) seen ||= values[row] !== undefined;
        else if (seen) values[row] = undefined;
      }
    }
    return { ...column, values };
  });
