import { readFileSync } from "node:fs";
import { constants, copyFile, link, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../base/index.ts";
import { readIfThere, writeWhole } from "./files.node.ts";

const lockPath = (folder: string): string => join(folder, "run.lock");

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

/** The process that a lock names, or nothing when it has ended. */
async function holderIn(lock: string): Promise<number | undefined> {
  const text = (await readIfThere(lock))?.toString("utf8") ?? "";
  const [pid = "", start = ""] = text.split(" ");
  const holder = Number(pid);
  return holder > 0 && text !== mine() && isAlive(holder) && startOf(holder) === start ? holder : undefined;
}

/** Makes a written file the lock of a folder, in one step; false when there is one already. */
async function place(file: string, folder: string): Promise<boolean> {
  try {
    // Some disks know no links.
    await link(file, lockPath(folder)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw error;
      return copyFile(file, lockPath(folder), constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

const ownFile = (folder: string): string => `${lockPath(folder)}.${process.pid}`;

/** Writes the lock unless there is one. */
async function take(folder: string): Promise<boolean> {
  await writeWhole(ownFile(folder), mine());
  return place(ownFile(folder), folder);
}

/** Takes the lock of a process that has ended out of the way; one that another process wrote meanwhile is put back. */
async function clear(folder: string): Promise<void> {
  try {
    await rename(lockPath(folder), ownFile(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await holderIn(ownFile(folder))) === undefined) await rm(ownFile(folder), { force: true });
  else await place(ownFile(folder), folder);
}

const intervalMs = 100;

/**
 * Makes this process the only one that writes a run's folder. A process whose parent was killed ends by itself within
 * moments: it is waited for.
 * @param patienceMs how long it is waited for, in milliseconds.
 * @returns what gives the folder back.
 * @throws UserError when another process keeps on working there.
 */
export async function holdFolder(folder: string, patienceMs = 10_000): Promise<() => Promise<void>> {
  const deadline = performance.now() + patienceMs;
  while (!(await take(folder))) {
    const holder = await holderIn(lockPath(folder));
    if (holder === undefined) await clear(folder);
    else if (performance.now() < deadline) await sleep(intervalMs);
    else
      throw new UserError({
        where: folder,
        got: `a run that process ${holder} is working on`,
        expected: "a run that no process works on",
        hint: "Wait until it is done, or stop it",
      });
  }
  return () => rm(lockPath(folder), { force: true });
}
