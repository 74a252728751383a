// The flags that say what data holds and how its file is written, as settings of a data source.
import { listed, UserError } from "../base/index.ts";
import { parseRecords } from "../data/index.ts";
import { type DatasetSource, datasets, type DelimitedForm } from "../datasets/index.ts";

/** Each after the setting of a data source. */
export const dataFlags = [
  "target",
  "ignore",
  "text",
  "task",
  "positive",
  "group",
  "time",
  "weights",
  "test",
  "labels",
  "testLabels",
  "missing",
  "types",
  "header",
  "decimal",
  "separator",
] as const;

type DataFlag = (typeof dataFlags)[number];

export type DataFlags = { readonly [F in DataFlag]?: string | undefined };

const sources: Readonly<Record<string, DatasetSource>> = datasets as never;

/** Whether a source has a setting for each flag that is given. */
export const takes = ({ params }: DatasetSource, flags: DataFlags): boolean =>
  dataFlags.every((flag) => flags[flag] === undefined || flag in params);

const flagText = (flag: DataFlag): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** A flag that the data does not take: because it is of another kind, or because another flag makes it so. */
function unfitFlag(flag: DataFlag, given: readonly DataFlag[], source: DatasetSource | undefined): UserError {
  const taking = Object.values(sources).filter(({ params }) => flag in params);
  const clash = given.find((name) => taking.length > 0 && taking.every(({ params }) => !(name in params)));
  if (clash !== undefined)
    return new UserError({
      where: flagText(flag),
      got: `a flag beside ${flagText(clash)}`,
      expected: "one of the two: no kind of data takes both",
    });
  const isApart = flag === "group" || flag === "time";
  return new UserError({
    where: flagText(flag),
    got: `a flag for other data (${taking.map(({ title }) => title).join(", ")})`,
    expected: `none for ${source?.title ?? "this data"}`,
    hint:
      isApart && source && "test" in source.params
        ? "Put what has to stay apart into a folder or file of its own, and name it by --test"
        : "Leave it out",
  });
}

/**
 * Refuses what the data does not take, and asks for the target that a table needs.
 * @param columns those to choose a target from, of a table.
 */
export function checkDataFlags(
  source: DatasetSource | undefined,
  columns: readonly string[] | undefined,
  flags: DataFlags,
): void {
  const given = dataFlags.filter((name) => flags[name] !== undefined);
  const flag = given.find((name) => !source || !(name in source.params));
  if (flag !== undefined) throw unfitFlag(flag, given, source);
  if (columns && flags.target === undefined)
    throw new UserError({
      where: "--target",
      got: "nothing",
      expected: `the column to predict: one of ${listed(columns)}`,
    });
}

/** A list as a line of CSV has it: separated by commas, in double quotes what holds some. */
const listOf = (text: string): string[] =>
  (
    parseRecords(text.replaceAll(/(^|,)\s+(?=")/g, "$1"), { delimiter: ",", hasQuotes: true })[0]?.cells ?? []
  ).map((cell) => cell.trim());

/** Names with what they hold, such as `zip=category`, as a record. */
function recordOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOf(text).map((entry) => {
      const at = entry.lastIndexOf("=");
      if (at > 0) return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const;
      throw new UserError({
        where: "--types",
        got: JSON.stringify(entry),
        expected: "columns with number or category, such as zip=category,article=number",
      });
    }),
  );
}

const separatorNames: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  bar: "|",
  blank: " ",
};

/** What flags say of how a delimited file is written. */
export function formOf({ header, separator }: DataFlags): DelimitedForm {
  return {
    header: header === undefined ? undefined : header === "yes",
    separator: separator === undefined ? undefined : (separatorNames[separator] ?? separator),
  };
}

/** Flags as edits of a recipe, by paths. */
export function dataEdits(flags: DataFlags): Readonly<Record<string, string | undefined>> {
  const { ignore, missing, types } = flags;
  const { header, separator } = formOf(flags);
  const edits: DataFlags = {
    ...flags,
    ignore: ignore && JSON.stringify(listOf(ignore)),
    missing: missing && JSON.stringify(listOf(missing)),
    types: types && JSON.stringify(recordOf(types)),
    header: header === undefined ? undefined : String(header),
    separator,
  };
  return Object.fromEntries(dataFlags.map((flag) => [`data.${flag}`, edits[flag]]));
}
