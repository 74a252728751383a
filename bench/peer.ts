import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Contender, Setting } from "./contenders.ts";

/** What a contender says when its first step is done. Losses are of one batch, before its update. */
const readySchema = z.object({
  compileMs: z.number(),
  loss: z.number(),
  version: z.string(),
  detail: z.string().optional(),
  chunkSteps: z.number().optional(),
  /** The ids of the techniques that it can train with. */
  techniques: z.array(z.string()).optional(),
  /** Of `compileMs`, what it takes to build and compile the step. */
  graphMs: z.number().optional(),
});

/** The cost of a run of steps (wall and process CPU time, milliseconds) and the loss of its last batch. */
const runSchema = z.object({ ms: z.number(), cpuMs: z.number(), loss: z.number() });

export type Ready = z.infer<typeof readySchema>;
export type Run = z.infer<typeof runSchema>;

/** A started contender: its own process, which works only while it answers `run`. */
export type Peer = {
  readonly name: string;
  readonly setting: Setting;
  readonly ready: Ready;
  /** Process start to the end of the first step, milliseconds. */
  readonly startupMs: number;
  readonly run: (steps: number) => Promise<Run>;
  /** Resident and peak resident memory, MB; not a number where the system does not say. */
  readonly memory: () => { readonly now: number; readonly peak: number };
  readonly quit: () => Promise<void>;
};

/** Starts a contender on the problem at `path` and waits for its first step. */
export async function start(contender: Contender, setting: Setting, path: string): Promise<Peer> {
  const began = performance.now();
  const [program = "", script = "", ...rest] = contender.command;
  const child = spawn(program, [script, path, ...rest], {
    env: { ...process.env, ...setting },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints = (complaints + text.toString()).slice(-2000)));
  child.stdin.on("error", () => undefined);
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error(`${contender.name} stopped: ${complaints}`);
    return JSON.parse(line.value);
  };
  const ready = readySchema.parse(await answer());
  return {
    name: contender.name,
    setting,
    ready,
    startupMs: performance.now() - began,
    run: async (steps) => {
      child.stdin.write(JSON.stringify({ run: steps }) + "\n");
      return runSchema.parse(await answer());
    },
    memory: () => memoryOf(child.pid ?? 0),
    quit: async () => {
      child.stdin.end(JSON.stringify({ quit: true }) + "\n");
      await ended;
    },
  };
}

function memoryOf(pid: number): { now: number; peak: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const megabytes = (field: string): number =>
      Number(new RegExp(`${field}:\\s*(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: megabytes("VmRSS"), peak: megabytes("VmHWM") };
  } catch {
    return { now: NaN, peak: NaN };
  }
}
