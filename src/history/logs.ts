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
  throw faultOf(log);
}

/** Whether a file is JSON with losses that was cut off or damaged: in a folder, others that are no logs are passed over. */
export const isDamagedLog = ({ json, text = "" }: LogFile): boolean =>
  json === undefined &&
  /^\s*[{[]/u.test(text) &&
  /"(?:log_history|best_metric|(?:\w+_)?loss)"\s*:/u.test(text.slice(0, 100_000));

/** What a file of no known format was, and what was looked for. */
export function faultOf(log: LogFile): UserError {
  const { got, among } = describe(log);
  const lookedFor = logFormats.map(({ looksFor }) => looksFor).filter((one) => among.test(one));
  return log.fault(
    got,
    `the log of a training: ${lookedFor.join("; ")}`,
    'For a table of another make name its columns by "--train-loss COLUMN --validation-loss COLUMN"',
  );
}

interface Description {
  readonly got: string;
  /** Which of the formats' phrases are about files of this kind. */
  readonly among: RegExp;
}

const ofText = /^(?:lines|text)/u;

function describe({ json, table, text }: LogFile): Description {
  if (text === undefined) return { got: "a file that is no text and no event file", among: /event file/u };
  if (text.trim() === "") return { got: "an empty file", among: /event file|any CSV/u };
  if (json !== undefined) return { got: "JSON without a series of losses", among: /JSON/u };
  if (/^\s*\{/u.test(text)) return { got: "JSON that is damaged, or no JSON", among: /JSON/u };
  if (!table || table.names.length < 2) return { got: "text without losses", among: ofText };
  const names = table.names.slice(0, 6).map((name) => name.slice(0, 30));
  return { got: `a table whose columns are no losses (${names.join(", ")})`, among: /"loss" and|any CSV/u };
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
