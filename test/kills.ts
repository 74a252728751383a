// Runs of the command line that are killed at chosen moments and resumed until they are done.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/cli/main.node.js", import.meta.url));

/** What a finished run must have in common with another one, byte by byte. */
export const lastingFiles = [
  "last.safetensors",
  "best.safetensors",
  "model.onnx",
  "metrics.jsonl",
  "weights.jsonl",
] as const;

export interface Kill {
  readonly signal: NodeJS.Signals;
  /** The command and its training process, one of them alone. */
  readonly victim: "both" | "command" | "trainer";
  /** `start`: of the process; `training`: of the first update; `saving`: of the next checkpoint that is written. */
  readonly since: "start" | "training" | "saving";
  readonly afterMs: number;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly errors: string;
  /** Whether it was struck before it ended by itself. */
  readonly struck: boolean;
}

const childrenOf = (pid: number): number[] => {
  try {
    return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map(Number);
  } catch {
    return [];
  }
};

function strike(pid: number, { signal, victim }: Kill): void {
  const targets = { both: [-pid], command: [pid], trainer: childrenOf(pid) }[victim];
  for (const target of targets) {
    try {
      process.kill(target, signal);
    } catch {
      // It ended in the meantime.
    }
  }
}

/** Resolves when the next checkpoint begins to be written in a folder, or when `gone` does. */
async function nextSave(folder: string, gone: Promise<unknown>): Promise<void> {
  while (!existsSync(folder) && !(await Promise.race([gone.then(() => true), sleep(10, false)])));
  if (!existsSync(folder)) return;
  let watcher: ReturnType<typeof watch> | undefined;
  const saving = new Promise<void>((resolve) => {
    watcher = watch(folder, (_, name) => name === "last.safetensors.partial" && resolve());
  });
  await Promise.race([saving, gone]);
  watcher?.close();
}

/** Runs a command to its end, or until it is struck. */
export async function run(args: readonly string[], folder: string, kill?: Kill): Promise<Exit> {
  // A group of its own, so that it can be struck with all of its processes.
  const child = spawn(process.execPath, [program, ...args], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const pid = child.pid as number;
  let errors = "";
  let struck = false;
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const training = new Promise<void>((resolve) =>
    child.stderr.on("data", (text: Buffer) => {
      errors += text.toString("utf8");
      if (/^Run /m.test(errors)) resolve();
    }),
  );
  if (kill) {
    const moments = { start: Promise.resolve(), training, saving: nextSave(folder, exit) };
    await Promise.race([moments[kill.since], exit]);
    await Promise.race([sleep(kill.afterMs), exit]);
    struck = child.exitCode === null && child.signalCode === null;
    strike(pid, kill);
  }
  return { code: await exit, errors, struck };
}

/** Trains a recipe into a folder through a number of kills, and then to its end; how often it was struck. */
export async function survive(recipe: string, folder: string, kills: readonly Kill[]): Promise<number> {
  // Killed before it had written anything, a run is started again.
  const args = (): string[] =>
    existsSync(join(folder, "recipe.json")) ? ["resume", folder] : ["train", recipe, "--out", folder];
  let strikes = 0;
  for (const kill of kills) {
    const { struck, errors } = await run(args(), folder, kill);
    if (struck) strikes++;
    if (/\n\s+at /.test(errors)) throw new Error(`A stack trace on standard error:\n${errors}`);
  }
  const { code, errors } = await run(args(), folder);
  if (code !== 0) throw new Error(`The run did not end well: exit code ${code}\n${errors}`);
  return strikes;
}

/** The names of the files that differ between two runs. */
export const differences = (a: string, b: string): string[] =>
  lastingFiles.filter((file) => !readFileSync(join(a, file)).equals(readFileSync(join(b, file))));
