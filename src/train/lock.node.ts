import { readFileSync } from "node:fs";
import { constants, copyFile, link, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../base/index.ts";
import { readIfThere, writeWhole } from "./files.node.ts";

/** When a process started, where the system tells: a number may be given to another process after a while. */
function startOf(pid: number): string {
  try {
    // Field 22; the second field is a name in brackets that may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const mine = (): string => `${process.pid} ${startOf(process.pid)}`;

/** The process that a lock file names, or nothing when it has ended or let go. */
async function holderIn(file: string): Promise<number | undefined> {
  const text = (await readIfThere(file))?.toString("utf8") ?? "";
  const [pid = "", start = ""] = text.split(" ");
  const holder = Number(pid);
  return holder > 0 && text !== mine() && isAlive(holder) && startOf(holder) === start ? holder : undefined;
}

/*
 * A folder's locks are numbered. Whoever finds none with a living holder makes the next number, which the disk lets one
 * process do, and looks again: taking a dead lock away instead leaves a moment without one, in which two may come in. Where
 * several made numbers at once, having looked before, the lowest is let in; a higher one that was in before stays.
 */
const lockPath = (folder: string, number: number): string => join(folder, `run.${number}.lock`);

/** The numbers of a folder's locks, rising. */
async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => /^run\.(\d+)\.lock$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** Makes a written file a lock, in one step; false when there is one already. */
async function place(file: string, lock: string): Promise<boolean> {
  try {
    // Some disks know no links.
    await link(file, lock).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw error;
      return copyFile(file, lock, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The locks of a folder by their numbers, each with its holder where that lives. */
async function locksIn(folder: string): Promise<Map<number, number | undefined>> {
  const numbers = await numbersIn(folder);
  const holders = await Promise.all(numbers.map((number) => holderIn(lockPath(folder, number))));
  return new Map(numbers.map((number, i) => [number, holders[i]]));
}

const remove = (folder: string, number: number): Promise<void> =>
  rm(lockPath(folder, number), { force: true });

const intervalMs = 100;
/** A process that has to give way does so at once; one that does not within this time was in before. */
const givingWayMs = 1000;

/** Whether the lock that this process made is the one that counts. */
async function isIn(folder: string, own: number): Promise<boolean> {
  const deadline = performance.now() + givingWayMs;
  for (;;) {
    const locks = await locksIn(folder);
    const living = [...locks].filter(([number, holder]) => number !== own && holder !== undefined);
    if (living.length === 0) {
      for (const number of locks.keys()) if (number !== own) await remove(folder, number);
      return true;
    }
    if (living.some(([number]) => number < own) || performance.now() > deadline) return false;
    await sleep(intervalMs / 10);
  }
}

/** Takes a folder unless another process does; the number of the lock. */
async function take(folder: string, file: string, highest: number): Promise<number | undefined> {
  const number = highest + 1;
  if (!(await place(file, lockPath(folder, number)))) return undefined;
  if (await isIn(folder, number)) return number;
  await remove(folder, number);
  return undefined;
}

/**
 * Makes this process the only one that writes a run's folder. A process whose parent was killed ends by itself within
 * moments: it is waited for.
 * @param patienceMs how long it is waited for, in milliseconds.
 * @returns what gives the folder back.
 * @throws UserError when another process keeps on working there.
 */
export async function holdFolder(folder: string, patienceMs = 10_000): Promise<() => Promise<void>> {
  const deadline = performance.now() + patienceMs;
  const file = join(folder, `run.lock.${process.pid}`);
  await writeWhole(file, mine());
  try {
    for (;;) {
      const locks = [...(await locksIn(folder))];
      const holder = locks.find(([, living]) => living !== undefined)?.[1];
      const taken = holder === undefined ? await take(folder, file, locks.at(-1)?.[0] ?? 0) : undefined;
      if (taken !== undefined) return () => remove(folder, taken);
      if (holder !== undefined && performance.now() >= deadline)
        throw new UserError({
          where: folder,
          got: `a run that process ${holder} is working on`,
          expected: "a run that no process works on",
          hint: "Wait until it is done, or stop it",
        });
      if (holder !== undefined) await sleep(intervalMs);
    }
  } finally {
    await rm(file, { force: true });
  }
}
