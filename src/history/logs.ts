import { UserError } from "../base/index.ts";
import type { LogFormat } from "./formats/format.ts";
import { logFormats } from "./formats/index.ts";
import type { LogFile } from "./log-file.ts";
import type { History } from "./record.ts";

/** The format of a file; undefined when it is no log that is known. */
export const formatOf = (log: LogFile): LogFormat | undefined =>
  logFormats.find(({ recognises }) => recognises(log));

/** @throws UserError that says what was looked for. */
export function requireFormat(log: LogFile): LogFormat {
  const format = formatOf(log);
  if (format) return format;
  throw log.fault(
    log.text === undefined ? "a file that is no text and no event file" : describe(log),
    `the log of a training: ${logFormats.map(({ looksFor }) => looksFor).join("; ")}`,
    'For a table of another make name its columns by "--train-loss COLUMN --validation-loss COLUMN"',
  );
}

function describe({ json, table, text = "" }: LogFile): string {
  if (text.trim() === "") return "an empty file";
  if (json !== undefined) return "JSON without a series of losses";
  if (table && table.names.length > 1)
    return `a table whose columns are no losses (${table.names
      .slice(0, 6)
      .map((name) => name.slice(0, 30))
      .join(", ")})`;
  return /^\s*[[{]/u.test(text) ? "JSON that is damaged or no JSON" : "text without losses";
}

/** Files of one run, with the format that reads them. */
export interface LogGroup {
  readonly format: LogFormat;
  readonly logs: readonly LogFile[];
}

/** Brings together files that hold one run, such as one series each. */
export function groupLogs(logs: readonly LogGroup[]): LogGroup[] {
  const groups = new Map<string, LogGroup>();
  for (const [i, { format, logs: files }] of logs.entries()) {
    const run = format.runOf?.(files[0]?.path ?? "");
    const key = run === undefined ? `${i}` : `${format.id} ${run}`;
    const before = groups.get(key);
    groups.set(key, before ? { format, logs: [...before.logs, ...files] } : { format, logs: files });
  }
  return [...groups.values()];
}

/**
 * The learning curves in a log.
 * @throws UserError for a fault in it, or when it holds no curve.
 */
export function readLogs({ format, logs }: LogGroup): readonly History[] {
  const histories = format.read(logs);
  if (histories.length > 0) return histories;
  throw new UserError({
    where: logs[0]?.path ?? "",
    got: `a log (${format.title}) without a recorded loss`,
    expected: "at least one epoch",
  });
}
