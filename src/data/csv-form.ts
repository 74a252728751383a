// How a delimited file is written, for people.
import type { Dialect } from "./csv-dialect.ts";

const separators: Readonly<Record<string, string>> = {
  "\t": "tabs",
  ";": "semicolons",
  "|": "bars",
  ",": "commas",
  " ": "blanks",
};

const by = (given: unknown): string => (given === undefined ? "detected" : "as asked");

/** How a delimited file is written, and whether that was said or found. */
export function dialectForm(
  { delimiter, hasHeader }: Pick<Dialect, "delimiter" | "hasHeader">,
  { separator, header }: { readonly separator?: string | undefined; readonly header?: boolean | undefined },
): string[] {
  return [
    `cells separated by ${separators[delimiter] ?? JSON.stringify(delimiter)} (${by(separator)})`,
    `${hasHeader ? "names of columns in the first line" : "no names of columns"} (${by(header)})`,
  ];
}
