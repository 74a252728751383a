import { boostingHistories } from "../boosting.ts";
import type { LogFile, TextTable } from "../log-file.ts";
import { measureOf } from "../measures.ts";
import { textColumns } from "../text-columns.ts";
import { defineLogFormat } from "./format.ts";

/** `learn_error.tsv`, `test_error.tsv`, also with something before: what is before, and the set. */
const nameOf = (path: string): readonly [string, string] | undefined => {
  const [, before, set] = /^(.*?)(learn|test)(?:_\d+)?_error\.tsv$/u.exec(path) ?? [];
  return before === undefined || set === undefined ? undefined : [before, set];
};

interface SetTable {
  readonly set: string;
  readonly rounds: readonly number[];
  readonly metrics: readonly {
    readonly name: string;
    readonly values: ReadonlyMap<number, number | undefined>;
  }[];
}

function readSet(log: LogFile): SetTable {
  const { table } = textColumns(log, log.table as TextTable, (name) => measureOf(name, "train"));
  const [iterations, ...columns] = table.columns;
  const rounds = iterations?.values.map((value, i) => value ?? i) ?? [];
  return {
    set: nameOf(log.path)?.[1] ?? "learn",
    rounds,
    metrics: columns.map(({ name, values }) => ({
      name,
      values: new Map(rounds.map((round, i) => [round, values[i]] as const)),
    })),
  };
}

export const catboostTables = defineLogFormat({
  id: "catboost-tsv",
  title: "CatBoost learn_error.tsv and test_error.tsv",
  looksFor: 'tab-separated text with the columns "iter" and a metric (CatBoost)',
  recognises: ({ path, table }) =>
    table?.names[0] === "iter" && table.names.length > 1 && nameOf(path) !== undefined,
  runOf: (path) => nameOf(path)?.[0],
  read: (logs) => {
    const sets = logs.map(readSet).toSorted((a, b) => (a.set < b.set ? -1 : 1));
    const rounds = [...new Set(sets.flatMap((one) => one.rounds))].toSorted((a, b) => a - b);
    const series = sets.flatMap(({ set, metrics }) =>
      metrics.map(({ name, values }) => ({
        set,
        metric: name,
        values: rounds.map((round) => values.get(round)),
      })),
    );
    return boostingHistories(series, rounds, {
      format: "catboost-tsv",
      program: "catboost",
      title: "CatBoost learn_error.tsv and test_error.tsv",
      file: (logs[0] as LogFile).path,
    });
  },
});
