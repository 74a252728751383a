// Columns of categories that have an order, which no file tells.
import { UserError } from "../base/index.ts";
import type { Columns, LevelColumn } from "./dataset.ts";
import { withOrder } from "./table-spill.node.ts";
import { columnIndex } from "./target.ts";
import { positionAmong } from "./truth.ts";

type Column = Columns["columns"][number];

/** @throws UserError for numbers, and for levels that the order lacks. */
function ordered(column: Column, order: readonly string[], path: string): LevelColumn {
  const where = `${path}, column "${column.name}"`;
  if (column.kind === "numbers")
    throw new UserError({
      where,
      got: "numbers, which have an order by themselves",
      expected: "a column of texts for data.ordinal",
      hint: "Leave it out of data.ordinal",
    });
  const repeated = order.find((level, at) => order.indexOf(level) !== at);
  if (repeated !== undefined)
    throw new UserError({
      where: "data.ordinal",
      got: `"${repeated}" twice in the order of "${column.name}"`,
      expected: "each level once",
    });
  const other = column.levels.find((level) => positionAmong(order, level) < 0);
  if (other === undefined) return withOrder(column, order);
  throw new UserError({
    where,
    got: `"${other}", which is not in its order`,
    expected: `one of ${order.join(", ")}`,
    hint: "Add it to data.ordinal, or to data.missing where it means that nothing is known",
  });
}

/**
 * The columns with the orders that are said of them, by name or position among those that are learned from.
 * @throws UserError where a column is not there, holds numbers, or has levels that its order lacks.
 */
export function inOrder(
  columns: Columns["columns"],
  orders: Readonly<Record<string, readonly string[]>> = {},
  path: string,
): Columns["columns"] {
  const names = columns.map(({ name }) => name);
  const found = new Map(
    Object.entries(orders).map(([name, order]) => [columnIndex(name, names, path), order]),
  );
  return columns.map((column, at) => {
    const order = found.get(at);
    return order ? ordered(column, order, path) : column;
  });
}
