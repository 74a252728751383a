// Columns of a table that say something about its rows and are not learned from.
import { UserError } from "../base/index.ts";
import type { Columns, Dataset, LevelColumn, NumberColumn, RoleNames } from "./dataset.ts";
import { timesOf } from "./clock.ts";

export const roles = ["group", "time", "weights"] as const satisfies readonly (keyof RoleNames)[];

type Column = NumberColumn | LevelColumn;

/**
 * What the columns with a role say about the rows.
 * @param file for error messages.
 * @throws UserError for gaps in them, and for what is no time or no weight.
 */
export function rolesOf(
  columns: Columns["columns"],
  names: RoleNames,
  file: string,
): Pick<Dataset, "groups" | "times" | "weights"> {
  const column = (role: keyof RoleNames): Column | undefined =>
    columns.find(({ name }) => name === names[role]);
  const [group, time, weights] = roles.map(column);
  return {
    ...(group && { groups: groupsIn(group, file) }),
    ...(time && { times: timesOf(time, file) }),
    ...(weights && { weights: weightsIn(weights, file) }),
  };
}

/** The first row without a value; −1 where there is none. */
export const firstGap = (column: Column): number =>
  column.kind === "numbers" ? column.values.findIndex(Number.isNaN) : column.codes.indexOf(-1);

function refuseGap(column: Column, file: string, what: string): void {
  const row = firstGap(column);
  if (row >= 0)
    throw new UserError({
      where: `${file}, column "${column.name}"`,
      got: `no value in row ${row + 1}`,
      expected: `a ${what} in every row`,
      hint: "Fill it in, or delete its row",
    });
}

function groupsIn(column: Column, file: string): Int32Array {
  refuseGap(column, file, "group");
  if (column.kind === "levels") return column.codes;
  const vague = column.values.findIndex((value) => Number.isInteger(value) && !Number.isSafeInteger(value));
  if (vague >= 0)
    throw new UserError({
      where: `${file}, column "${column.name}"`,
      got: `${column.values[vague]} in row ${vague + 1}, a number of more digits than are told apart`,
      expected: "groups that are texts or whole numbers up to 9007199254740991",
      hint: 'Put a letter before the numbers, such as "g9007199254740993"',
    });
  const codes = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

function weightsIn(column: Column, file: string): NumberColumn["values"] {
  refuseGap(column, file, "weight");
  const where = `${file}, column "${column.name}"`;
  if (column.kind === "levels")
    throw new UserError({
      where,
      got: "texts",
      expected: "numbers, the weights of the rows",
      hint: "Name another column for weights",
    });
  const { values } = column;
  const bad = values.findIndex((value) => value < 0);
  if (bad < 0 && values.some((value) => value > 0)) return values;
  throw new UserError({
    where,
    got: bad < 0 ? "weights that are all 0" : `${values[bad]} in row ${bad + 1}`,
    expected: "weights of at least 0, some of them above",
  });
}
