import { readFileSync } from "node:fs";
import { open, rm } from "node:fs/promises";
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

/** The process at work in a folder, or nothing when it has ended. */
async function holderOf(folder: string): Promise<number | undefined> {
  const text = (await readIfThere(lockPath(folder)))?.toString("utf8") ?? "";
  const [pid = "", start = ""] = text.split(" ");
  const holder = Number(pid);
  return holder > 0 && text !== mine() && isAlive(holder) && startOf(holder) === start ? holder : undefined;
}

/** Writes the lock unless there is one. */
async function take(folder: string): Promise<boolean> {
  try {
    const handle = await open(lockPath(folder), "wx");
    await handle.writeFile(mine()).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
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
  let holder = await holderOf(folder);
  for (let waited = 0; holder !== undefined && waited < patienceMs; waited += intervalMs) {
    await sleep(intervalMs);
    holder = await holderOf(folder);
  }
  if (holder !== undefined)
    throw new UserError({
      where: folder,
      got: `a run that process ${holder} is working on`,
      expected: "a run that no process works on",
      hint: "Wait until it is done, or stop it",
    });
  if (!(await take(folder))) await writeWhole(lockPath(folder), mine());
  return () => rm(lockPath(folder), { force: true });
}
