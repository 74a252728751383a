// Texts and what is to be told of them.
import { basename } from "node:path";
import { UserError } from "../base/index.ts";
import { isNumeric } from "./csv-dialect.ts";
import type {
  LevelColumn,
  NumberColumn,
  RoleNames,
  SourceDataset,
  Tokenization,
  VocabularyLimits,
} from "./dataset.ts";
import { isPresent } from "./missing.ts";
import { roles, rolesOf } from "./roles.ts";
import {
  columnIndex,
  type TargetColumn,
  type Task,
  taskOf,
  toTargets,
  unfitRow,
  withPositive,
} from "./target.ts";
import { ignoredTarget } from "./table-selection.ts";
import { filledCells, openTexts, type TextForm, type TextTable } from "./text-table.node.ts";

export interface TextOptions extends Tokenization, VocabularyLimits, RoleNames, TextForm {
  /** The column of the texts: its name, or `#` and its number from 0. */
  readonly text: string;
  /** The column to predict, named likewise. */
  readonly target: string;
  /** Columns that are known to be left out. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether the target is classes or numbers; without it, texts and few-valued whole numbers are classes. */
  readonly task?: Task | undefined;
  /** Which of two classes is the one looked for. */
  readonly positive?: string | undefined;
  /** A file with the texts of the test part, with the same columns. */
  readonly test?: string | undefined;
}

/** What a column is read for. */
const uses = ["text", "target", ...roles] as const;
type Use = (typeof uses)[number];

/** The columns that are of use, by what they are for: their names in the file. */
type Named = RoleNames & { readonly text: string; readonly target: string };

function namesIn({ path, columns }: TextTable, options: TextOptions): Named {
  const named = uses.flatMap((use) => {
    const name = options[use];
    return name === undefined ? [] : [[use, columns[columnIndex(name, columns, path)] as string] as const];
  });
  const twice = named.find(([, name], i) => named.findIndex(([, other]) => other === name) < i);
  if (!twice) return Object.fromEntries(named) as unknown as Named;
  throw new UserError({
    where: path,
    got: `the column "${twice[1]}" as ${named.flatMap(([use, name]) => (name === twice[1] ? use : [])).join(" and as ")}`,
    expected: "a column for each",
  });
}

/** The cells of the columns that are of use, by what they are for. */
type Cells = Readonly<Partial<Record<Use, readonly string[]>> & Record<"text" | "target", readonly string[]>>;

/** @throws UserError for a cell without a text or a value of the target. */
async function cellsOf(table: TextTable, named: Named): Promise<Cells> {
  const { path, columns } = table;
  const cells: Partial<Record<Use, readonly string[]>> = {};
  for (const use of uses) {
    const name = named[use];
    if (name === undefined) continue;
    const column = columnIndex(name, columns, path);
    cells[use] = await (use === "text" || use === "target"
      ? filledCells(table, column)
      : table.cells(column));
  }
  const read = cells as Cells;
  const missing = read.target.findIndex((cell) => !isPresent(cell));
  if (missing < 0) return read;
  throw new UserError({
    where: `${path}, ${await table.place(missing)}, column "${named.target}"`,
    got: `"${read.target[missing]}"`,
    expected: "a value of the target",
    hint: "Fill the cell, or delete its row",
  });
}

function levelsOf(name: string, cells: readonly string[]): LevelColumn {
  const levels = [...new Set(cells.filter((cell) => isPresent(cell)))];
  const codes = new Map(levels.map((cell, code) => [cell, code]));
  return { kind: "levels", name, levels, codes: Int32Array.from(cells, (cell) => codes.get(cell) ?? -1) };
}

/** Whether a number is none other's as the program holds it. */
const isTold = (cell: string): boolean =>
  !Number.isInteger(Number(cell)) || Number.isSafeInteger(Number(cell));

/** A column that says something about rows. */
const roleColumn = (
  role: keyof RoleNames,
  name: string,
  cells: readonly string[],
): NumberColumn | LevelColumn =>
  cells.every((cell) => isNumeric(cell) && (role !== "group" || isTold(cell)))
    ? { kind: "numbers", name, values: Float64Array.from(cells, Number) }
    : levelsOf(name, cells);

/** @throws UserError for a text where numbers are asked for. */
function targetColumn(
  name: string,
  cells: readonly string[],
  { file, task }: { file: string; task?: Task | undefined },
): TargetColumn {
  if (cells.every(isNumeric)) return { kind: "numbers", name, values: Float64Array.from(cells, Number) };
  const column = levelsOf(name, cells);
  const row = task === "regression" ? unfitRow(column, task) : undefined;
  if (row === undefined) return column;
  throw new UserError({
    where: `${file}, target "${name}"`,
    got: `"${cells[row]}" in row ${row + 1}`,
    expected: "a number in every row",
    hint: "Correct the cell, delete its row, or leave --task regression out",
  });
}

/** What is there and not read: a model of texts takes one column. */
function unreadColumns({ path, columns }: TextTable, named: Named, ignored: readonly string[]) {
  const left = new Set(ignored.map((name) => columns[columnIndex(name, columns, path)] as string));
  if (left.has(named.target)) throw ignoredTarget(path, named.target);
  const used = new Set<unknown>(Object.values(named));
  return {
    ignored: columns.filter((name) => left.has(name) && !used.has(name)),
    unread: columns.filter((name) => !left.has(name) && !used.has(name)),
  };
}

/**
 * Reads texts and what is to be told of them from a delimited file, plain or gzip, from Parquet or JSON lines.
 * @throws UserError when a file cannot be read, a line has too few or too many cells, a text or a value of the target is
 * missing, or there is one class only.
 */
export async function readText(path: string, options: TextOptions): Promise<SourceDataset> {
  const { vocabularySize, minimumCount, maximumLength, lowerCase, test, positive, ignore = [] } = options;
  const table = await openTexts(path, options);
  const named = namesIn(table, options);
  const own = await cellsOf(table, named);
  const tested = test === undefined ? undefined : await openTexts(test, options);
  const more = tested && (await cellsOf(tested, named));
  const cells = (use: Use): readonly string[] => [...(own[use] ?? []), ...(more?.[use] ?? [])];
  if (own.text.length === 0)
    throw new UserError({ where: path, got: "no rows", expected: "at least two rows with texts" });
  const texts = cells("text");
  const target = targetColumn(named.target, cells("target"), { file: path, task: options.task });
  const { task, why } = taskOf(target, options.task);
  const apart = roles.flatMap((role) => {
    const name = named[role];
    return name === undefined ? [] : [roleColumn(role, name, cells(role))];
  });
  const { group, time, weights } = named;
  const notes = [...table.notes, ...(tested?.notes ?? []).map((note) => `${test}: ${note}`)];
  return {
    name: basename(path),
    rows: texts.length,
    inputs: { kind: "text", texts, vocabularySize, minimumCount, maximumLength, lowerCase },
    targets: withPositive(toTargets(target, path, task), positive),
    target: { name: named.target, why },
    table: {
      form: table.form,
      roles: { group, time, weights },
      text: named.text,
      ...unreadColumns(table, named, ignore),
    },
    ...(notes.length > 0 && { notes }),
    ...(more && { given: { test: { from: own.text.length, to: texts.length } } }),
    ...rolesOf(apart, named, path),
  };
}
