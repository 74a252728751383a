import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../base/index.ts";
import { LogFile, mostBytes } from "./log-file.ts";
import {
  faultOf,
  formatOf,
  groupLogs,
  isDamagedLog,
  type LogGroup,
  readLogs,
  requireFormat,
} from "./logs.ts";
import { namedHistories, type NamedColumns } from "./named-columns.ts";
import type { History } from "./record.ts";

/** The curves of one log, which may be several files, and may hold several runs. */
export interface ReadLog {
  readonly paths: readonly string[];
  readonly histories: readonly History[];
}

/** A path that no curve came of. */
export interface UnreadLog {
  readonly path: string;
  readonly error: unknown;
}

/** How deep and how far a folder is searched. */
const deepest = 5;
const mostFiles = 2000;

const tooLarge = (path: string, got: string): UserError =>
  new UserError({
    where: path,
    got,
    expected: `a log of at most ${mostBytes.binary >> 20} MiB`,
    hint: "Export its scalars alone, or every tenth step",
  });

/** How one names what comes in through a pipe. */
const standardInput = "-";

/** What comes out of a pipe or a device, whose size nobody knows beforehand. */
async function readPiped(path: string): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let size = 0;
  for await (const block of path === standardInput ? process.stdin : createReadStream(path)) {
    blocks.push(block as Buffer);
    size += (block as Buffer).length;
    if (size > mostBytes.binary) throw tooLarge(path, "more than that");
  }
  return Buffer.concat(blocks);
}

async function open(path: string): Promise<LogFile> {
  if (path === standardInput) return new LogFile("standard input", await readPiped(path));
  const found = await stat(path);
  if (!found.isFile()) return new LogFile(path, await readPiped(path));
  if (found.size > mostBytes.binary)
    throw tooLarge(path, `a file of ${Math.round(found.size / 2 ** 20)} MiB`);
  return new LogFile(path, await readFile(path));
}

/** All files in a folder that may be logs, by name. */
async function filesIn(folder: string, skip: ReadonlySet<string>, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (skip.has(path)) continue;
    if (entry.isDirectory() && depth < deepest && !/^(?:\.|node_modules$)/u.test(entry.name))
      found.push(...(await filesIn(path, skip, depth + 1)));
    else if (entry.isFile() && isCandidate(entry.name)) found.push(path);
    if (found.length > mostFiles)
      throw new UserError({
        where: folder,
        got: `more than ${mostFiles} files that may be logs`,
        expected: "the folder of a few runs",
        hint: "Name the logs, or a folder further down",
      });
  }
  return found;
}

const isCandidate = (name: string): boolean => /\.(?:csv|tsv|json|jsonl|log|txt|out)$|tfevents/iu.test(name);

interface Found {
  readonly groups: readonly LogGroup[];
  readonly failures: readonly UnreadLog[];
}

async function groupsIn(path: string, skip: ReadonlySet<string>): Promise<Found> {
  const found = path === standardInput ? undefined : await stat(path).catch(() => undefined);
  if (found === undefined && path !== standardInput)
    throw new UserError({
      where: path,
      got: "no such file or folder",
      expected: "a run of Ockham, or a training log",
    });
  if (!found?.isDirectory()) {
    const log = await open(path);
    return { groups: [{ format: requireFormat(log), logs: [log] }], failures: [] };
  }
  const groups: LogGroup[] = [];
  const failures: UnreadLog[] = [];
  for (const file of await filesIn(path, skip)) {
    const log = await open(file);
    const format = formatOf(log);
    if (format) groups.push({ format, logs: [log] });
    else if (isDamagedLog(log)) failures.push({ path: file, error: faultOf(log) });
  }
  if (groups.length > 0 || failures.length > 0 || skip.size > 0) return { groups, failures };
  throw new UserError({
    where: path,
    got: "a folder without a training log",
    expected: "a run of Ockham, or logs such as metrics.csv, results.csv or events.out.tfevents…",
  });
}

/** Files beside a log that belong to its run, as its format spreads them. */
async function siblingsOf({ format, logs }: LogGroup): Promise<LogFile[]> {
  const [first] = logs;
  const run = first && format.runOf?.(first.path);
  if (first === undefined || run === undefined) return [];
  const folder = dirname(first.path);
  const around = await readdir(dirname(folder), { withFileTypes: true }).catch(() => []);
  const folders = [
    folder,
    ...around.filter((entry) => entry.isDirectory()).map(({ name }) => join(dirname(folder), name)),
  ];
  const siblings: LogFile[] = [];
  for (const one of new Set(folders)) {
    const names = await readdir(one).catch(() => []);
    const paths = names.filter(isCandidate).map((name) => join(one, name));
    for (const path of paths.filter((other) => format.runOf?.(other) === run && other !== first.path)) {
      const log = await open(path);
      if (format.recognises(log)) siblings.push(log);
    }
  }
  return siblings;
}

/** A group with its siblings, said so. */
async function readWhole(group: LogGroup): Promise<ReadLog> {
  const given = new Set(group.logs.map(({ path }) => join(path)));
  const found = (await siblingsOf(group)).filter(({ path }) => !given.has(join(path)));
  const logs = [...group.logs, ...found];
  const sentence = `Read together with ${found.map(({ path }) => basename(path)).join(", ")}, found beside it.`;
  const histories = readLogs({ ...group, logs });
  return {
    paths: logs.map(({ path }) => path),
    histories: found.length === 0 ? histories : histories.map((history) => remarked(history, sentence)),
  };
}

const remarked = (history: History, sentence: string): History => ({
  ...history,
  ...(history.origin && {
    origin: { ...history.origin, remarks: [...history.origin.remarks, { kind: "siblings", sentence }] },
  }),
});

/**
 * Reads training logs of other programs: files, and folders that hold some. Files of one run are read together. One that
 * cannot be read does not keep the others from it.
 * @param named which columns to read, instead of recognising the format.
 * @param skip folders within that are no such logs.
 */
export async function readLogPaths(
  paths: readonly string[],
  named?: NamedColumns,
  skip: ReadonlySet<string> = new Set(),
): Promise<{ readonly logs: readonly ReadLog[]; readonly failures: readonly UnreadLog[] }> {
  const groups: LogGroup[] = [];
  const logs: ReadLog[] = [];
  const failures: UnreadLog[] = [];
  const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push({ path, error });
    }
  };
  for (const path of paths)
    await attempt(path, async () => {
      if (named) logs.push({ paths: [path], histories: namedHistories(await open(path), named) });
      else {
        const found = await groupsIn(path, skip);
        groups.push(...found.groups);
        failures.push(...found.failures);
      }
    });
  for (const group of groupLogs(groups))
    await attempt(group.logs[0]?.path ?? "", async () => {
      logs.push(await readWhole(group));
    });
  return { logs, failures };
}
