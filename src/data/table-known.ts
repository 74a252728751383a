// What is known of the columns of a table before its cells are looked at.
import type { ColumnType, Known } from "./table-counts.node.ts";
import type { Selection } from "./table-selection.ts";
import type { TableSource } from "./table.node.ts";
import { columnIndex, type Task } from "./target.ts";

/** Where the columns with roles are. */
export type RolePlaces = Readonly<Record<string, number>>;

interface Said {
  readonly types?: Readonly<Record<string, ColumnType>> | undefined;
  readonly ordinal?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly task?: Task | undefined;
}

/**
 * What options say of columns. What has an order is said by its texts, times and weights are numbers as they stand.
 * @throws UserError for the type of a column that is not there.
 */
export function knownOf(
  { path, columns }: Pick<TableSource, "path" | "columns">,
  { target }: Selection,
  { time, weights }: RolePlaces,
  { types = {}, ordinal = {}, task }: Said,
): Known {
  const isElsewhere = (name: string): boolean => target === undefined && !columns.includes(name);
  const typed = Object.entries(types)
    .filter(([name]) => !isElsewhere(name))
    .map(([name, type]) => [columnIndex(name, columns, path), type] as const);
  const ordered = Object.keys(ordinal).map((name) => columns.indexOf(name));
  const texts = task === "classification" ? [target ?? -1] : [];
  const numbers = task === "regression" ? [target ?? -1] : [];
  return {
    types: new Map(typed),
    noCodes: new Set([...ordered, ...numbers, time ?? -1, weights ?? -1]),
    noAffixes: new Set([...ordered, ...texts]),
    target: task === undefined && !typed.some(([index]) => index === target) ? target : undefined,
  };
}
