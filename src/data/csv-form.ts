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

function headerForm(hasHeader: boolean, isNamedAbove: boolean): string {
  if (isNamedAbove) return "names of columns in a line above them that begins with #";
  return hasHeader ? "names of columns in the first line" : "no names of columns";
}

/** How a delimited file is written, and whether that was said or found. */
export function dialectForm(
  { delimiter, hasHeader, isNamedAbove = false }: Omit<Dialect, "columns" | "isAligned">,
  { separator, header }: { readonly separator?: string | undefined; readonly header?: boolean | undefined },
): string[] {
  return [
    `cells separated by ${separators[delimiter] ?? JSON.stringify(delimiter)} (${by(separator)})`,
    `${headerForm(hasHeader, isNamedAbove)} (${by(header)})`,
  ];
}
