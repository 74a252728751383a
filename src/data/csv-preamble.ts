// What stands above the rows of a delimited file and is none of them.

/** The lines at the head of a file that hold neither rows nor a header of as many cells. */
export interface Preamble {
  /** How many lines. */
  readonly lines: number;
  /** How many of them are not blank. */
  readonly records: number;
  /** The comment right above rows or header, which may name the columns. */
  readonly comment?: string;
  /** What to tell people of it. */
  readonly note?: string;
}

const none: Preamble = { lines: 0, records: 0 };

export const isComment = (line: string): boolean => line.startsWith("#");
const isBlank = (line: string): boolean => line.trim() === "";

/** `150,4,setosa,versicolor,virginica`: how many rows and columns follow, and what the classes are called. */
const counts = /^(\d+),(\d+)((?:,[^,\d][^,]*)+)$/;

/** Lines that begin with `#`, where others follow that do not. */
function commentLines(lines: readonly string[]): Preamble {
  const first = lines.findIndex((line) => !isBlank(line) && !isComment(line));
  const head = lines.slice(0, Math.max(0, first));
  const comments = head.filter(isComment);
  if (comments.length === 0) return none;
  return {
    lines: head.length,
    records: comments.length,
    comment: comments.at(-1) ?? "",
    note:
      comments.length === 1
        ? "the comment in its first line was left out"
        : `the ${comments.length} lines of comments at its head were left out`,
  };
}

/** What is above the rows where the last comment names the columns. */
export function withoutNames({ lines, records }: Preamble): Preamble {
  const others = records - 1;
  if (others === 0) return { lines, records };
  const left = others === 1 ? "comment at its head was" : `${others} lines of comments at its head were`;
  return { lines, records, note: `the other ${left} left out` };
}

/** A comment as a line of names: without its mark, but where this is a name itself, that of the first column. */
export function unmarked(comment: string, delimiter: string): string {
  const bare = comment.replace(/^#+/, "");
  return delimiter !== " " && bare.startsWith(delimiter) ? comment : bare.trimStart();
}

/** The line with which scikit-learn's files begin. */
function countsLine([line = "", next = ""]: readonly string[]): Preamble {
  const columns = counts.exec(line.trim())?.[2];
  if (columns === undefined || next.split(",").length !== Number(columns) + 1) return none;
  return {
    lines: 1,
    records: 1,
    note: `its first line ("${line.trim()}") counts rows and columns and was left out`,
  };
}

/** What stands above the rows of a file. @param sample its beginning, whole lines. */
export function preambleOf(sample: string): Preamble {
  const lines = sample.split("\n");
  const comments = commentLines(lines);
  return comments.lines > 0 ? comments : countsLine(lines);
}
