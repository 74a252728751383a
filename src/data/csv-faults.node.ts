import { UserError } from "../base/index.ts";

function tooLong(error: Error, where: string): UserError | undefined {
  const longest = /Maximum line size of (\d+) bytes exceeded/.exec(error.message)?.[1];
  if (longest === undefined) return undefined;
  const most = `${Math.round(Number(longest) / 1e6)} MB`;
  const hint = "Close a quote that is open there, or write so wide a table as Parquet or NumPy (.npy)";
  return new UserError(
    { where, got: `a line of more than ${most}`, expected: `at most ${most}, text in quotes among it`, hint },
    { cause: error },
  );
}

/** What DuckDB says about a broken line, as an instruction; nothing when it says something else. */
export function csvFault(error: Error, path: string): UserError | undefined {
  // Node's reader of gzip lets headers pass that DuckDB's does not.
  if (/GZIP stream|gzip/i.test(error.message) && !(error instanceof UserError))
    return new UserError(
      { where: path, got: "a damaged gzip file", expected: "a whole one", hint: "Pack it again" },
      { cause: error },
    );
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  if (error instanceof UserError || line === undefined) return undefined;
  const where = `${path}, line ${line}`;
  const ragged = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(error.message);
  if (ragged) {
    const expected = `${ragged[1]}, as in the first line`;
    const got = `${ragged[2]} ${ragged[2] === "1" ? "cell" : "cells"}`;
    return new UserError({ where, got, expected, hint: "Correct the line" }, { cause: error });
  }
  if (/unterminated quote/i.test(error.message)) {
    const expected = 'a cell like "text", with inner quotes doubled';
    const hint = "Close it, or name a column of texts to learn from with --text";
    return new UserError({ where, got: "a quote that is not closed", expected, hint }, { cause: error });
  }
  const long = tooLong(error, where);
  if (long) return long;
  if (/unicode/i.test(error.message)) {
    const got = "bytes that are not UTF-8 text";
    return new UserError(
      { where, got, expected: "UTF-8", hint: "Save the file as CSV in UTF-8" },
      { cause: error },
    );
  }
  const reason =
    error.message.split("\n").findLast((part) => /^[A-Z].*\.$/.test(part)) ?? "a line that cannot be read";
  return new UserError(
    { where, got: reason.slice(0, -1), expected: "a line of delimited cells" },
    { cause: error },
  );
}
