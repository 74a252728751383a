// Tables whose test rows or targets are in files of their own.
import { count, counted, listed, UserError } from "../base/index.ts";
import type { TableSettings } from "./csv-source.node.ts";
import type { SourceDataset } from "./dataset.ts";
import { joinColumn } from "./join.ts";
import { openTable } from "./open-table.node.ts";
import {
  type ReadTable,
  readWhole,
  type TableOptions,
  toDataset,
  withoutGaps,
} from "./table-dataset.node.ts";
import { readColumns, type WantedColumn } from "./table-given.node.ts";
import { withTable } from "./table.node.ts";
import { type TargetColumn, taskOf } from "./target.ts";
import { positionsOf } from "./truth.ts";

/** Beside a table, files that belong to it. */
export interface TableFiles extends TableOptions, TableSettings {
  /** A file with the rows of the test part, with the same columns. */
  readonly test?: string | undefined;
  /** A file with the target of each row, where it is none of the table's own columns. */
  readonly labels?: string | undefined;
  /** The same for the rows of `test`. */
  readonly testLabels?: string | undefined;
}

/**
 * Reads a table, and the files that belong to it. Rows without a value of the target are left out.
 * @throws UserError when a file cannot be read, the files do not fit together, or what they hold cannot be learned from.
 */
export async function readTableFiles(path: string, options: TableFiles): Promise<SourceDataset> {
  const source = await openTable(path, options);
  const { labels, test } = options;
  checkFiles(options);
  const own =
    labels === undefined
      ? await readWhole(source, options)
      : await labelled(await readWhole(source, options, "features"), labels, options);
  if (test === undefined) return toDataset(own, options);
  const train = withoutGaps(own);
  const { task, why } = taskOf(train.target, options.task);
  const tested = withoutGaps(await readTest(test, train, { ...options, task }));
  refuseOtherClasses(options.testLabels ?? test, tested.target, train.target);
  const joined = {
    ...train,
    columns: train.columns.map((column, at) => joinColumn(column, tested.columns[at] ?? column)),
    target: joinColumn(train.target, tested.target),
    notes: [...train.notes, ...tested.notes.map((note) => `${test}: ${note}`)],
  };
  const dataset = toDataset(joined, { ...options, task });
  return {
    ...dataset,
    target: { name: train.target.name, why },
    given: { test: { from: rowsIn(train.target), to: dataset.rows } },
  };
}

/** @throws UserError for a target of which no value is one of the training rows', as when true stands there and 1 here. */
function refuseOtherClasses(path: string, target: TargetColumn, known: TargetColumn): void {
  if (known.kind !== "levels" || target.kind !== "levels" || target.levels.length === 0) return;
  const there = positionsOf(known.levels);
  if (target.levels.some((level) => there.has(level))) return;
  const shown = (levels: readonly string[]): string =>
    listed(levels.map((level) => JSON.stringify(level)).toSorted());
  throw new UserError({
    where: `${path}, column "${target.name}"`,
    got: `${shown(target.levels)} alone`,
    expected: `classes of the training rows: ${shown(known.levels)}`,
    hint: "Write the classes alike in both files",
  });
}

const rowsIn = (column: TargetColumn | ReadTable["columns"][number]): number =>
  column.kind === "numbers" ? column.values.length : column.codes.length;

function checkFiles({ test, labels, testLabels }: TableFiles): void {
  if (test !== undefined && labels !== undefined && testLabels === undefined)
    throw new UserError({
      where: "data.testLabels",
      got: "nothing, beside labels in a file of their own",
      expected: `the file with the target of each row of ${test}`,
    });
  if (testLabels !== undefined && (test === undefined || labels === undefined))
    throw new UserError({
      where: "data.testLabels",
      got: `"${testLabels}"`,
      expected: "test and labels beside it",
      hint: "Leave it out where the test file has the target itself",
    });
}

/** A table with the target that another file holds, row by row. */
async function labelled(own: ReadTable, labels: string, options: TableFiles): Promise<ReadTable> {
  const { target, notes } = await readWhole(await openTable(labels, options), options, "target");
  const rows = own.columns[0] ? rowsIn(own.columns[0]) : 0;
  const found = target ? rowsIn(target) : 0;
  if (found === rows) return { ...own, target, notes: [...own.notes, ...notes] };
  throw new UserError({
    where: labels,
    got: counted(found, "row"),
    expected: `${count(rows)}, one for each row of ${own.path}`,
  });
}

/** The rows of a test file: columns of the names of the others, read as these were. */
async function readTest(
  path: string,
  like: ReadTable & { readonly target: TargetColumn },
  options: TableFiles,
): Promise<ReadTable> {
  const { columns, target, roles, ignored, written } = like;
  const { testLabels } = options;
  const source = await openTable(path, options);
  const wanted = [...columns, ...(testLabels === undefined ? [target] : [])].map(
    (column): WantedColumn => ({
      name: column.name,
      kind: column.kind,
      form: written[column.name],
      isExact: column.kind === "numbers" && column.values instanceof Float64Array,
    }),
  );
  const missing = wanted.find(({ name }) => !source.columns.includes(name));
  if (missing)
    throw new UserError({
      where: path,
      got: `no column "${missing.name}"`,
      expected: "the columns of the training rows, the target among them",
      hint: 'Rows without a target are for "ockham predict"',
    });
  const read = await withTable(source, (table) => readColumns(table, wanted));
  const { notes, form } = source;
  const own = {
    path,
    columns: read.slice(0, columns.length),
    target: undefined,
    roles,
    ignored,
    notes,
    form,
    written,
  };
  if (testLabels !== undefined) return labelled(own, testLabels, options);
  return { ...own, target: asTarget(read[columns.length] ?? columns[0]) };
}

const asTarget = (column: ReadTable["columns"][number] | undefined): TargetColumn | undefined =>
  column?.kind === "numbers" ? { ...column, values: Float64Array.from(column.values) } : column;
