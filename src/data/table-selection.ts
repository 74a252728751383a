// Which columns of a table are read.
import { Unfit, UserError } from "../base/index.ts";
import type { RoleNames } from "./dataset.ts";
import { roles } from "./roles.ts";
import { columnIndex } from "./target.ts";

export interface Selection {
  readonly features: readonly number[];
  readonly ignored: readonly number[];
  /** Nothing where another file has it. */
  readonly target: number | undefined;
}

/** What to read of a table: what the options say, the features without the target, or the target alone. */
export type Extent = "all" | "features" | "target";

export const targetsOf = ({ target }: Selection): readonly number[] => (target === undefined ? [] : [target]);

interface Asked extends RoleNames {
  readonly target: string;
  readonly ignore?: readonly string[] | undefined;
}

/**
 * The columns to read, by their positions.
 * @throws UserError for a column that is no column of the file, or is asked for in two ways.
 */
export function selectColumns(
  { path, columns }: { readonly path: string; readonly columns: readonly string[] },
  options: Asked,
  extent: Extent,
): Selection {
  const { ignore = [] } = options;
  const position = (name: string): number => columnIndex(name, columns, path);
  const target = extent === "features" ? undefined : position(options.target);
  if (extent === "target") return { features: [], ignored: [], target };
  const apart = roles.flatMap((role) => options[role] ?? []).map(position);
  if (target !== undefined && apart.includes(target))
    throw new UserError({
      where: path,
      got: `the target "${columns[target]}" for group, time or weights`,
      expected: "another column than the target",
    });
  const asked = ignore.map(position);
  if (target !== undefined && asked.includes(target)) throw ignoredTarget(path, columns[target]);
  const ignored = asked.filter((i) => !apart.includes(i));
  const features = columns.flatMap((_, i) => (i === target || ignored.includes(i) ? [] : i));
  if (features.length > 0) return { features, ignored, target };
  throw nothingToLearn(
    path,
    columns[target ?? -1],
    columns.length === 1
      ? "Separate columns by commas, semicolons or tabs, or name what separates them by --separator"
      : "Ignore fewer columns",
  );
}

/** A column that is both asked for and to be left out. */
export const ignoredTarget = (path: string, target: string | undefined): Unfit =>
  new Unfit({
    where: "data.ignore",
    got: `"${target}", the target of ${path}`,
    expected: "other columns than the target, which is never learned from",
    hint: "Leave it out of ignore",
  });

export const nothingToLearn = (path: string, target: string | undefined, hint: string): UserError =>
  new UserError({
    where: path,
    got: target === undefined ? "no column to learn from" : `no column besides the target "${target}"`,
    expected: "at least one column to learn from",
    hint,
  });
