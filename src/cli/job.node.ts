import { existsSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "../base/index.ts";
import type { RunResult } from "../train/index.ts";
import { type Job, type Listeners, runJob } from "../worker/index.ts";
import { exitCodes, printJson } from "./output.node.ts";
import { openScreen } from "./progress.node.ts";

const resumeCommand = (folder: string): string => `ockham resume ${shellWord(folder)}`;

function tellInterrupted(folder: string, json: boolean | undefined): void {
  const canResume = existsSync(join(folder, "recipe.json"));
  const next = canResume ? `Go on with it by: ${resumeCommand(folder)}` : "Nothing was saved yet.";
  process.stderr.write(`Stopped. ${next}\n`);
  if (json) printJson({ interrupted: { dir: folder, ...(canResume && { resume: resumeCommand(folder) }) } });
  process.exitCode = exitCodes.interrupted;
}

/**
 * Runs a job with its progress on standard error. The first Ctrl-C lets it save and stop, a second one ends it at once.
 * @returns the result; nothing when it was interrupted, which is told and set as the exit code.
 */
export async function runToEnd(
  job: Job,
  json: boolean | undefined,
  { onReport }: Pick<Listeners, "onReport"> = {},
): Promise<RunResult | undefined> {
  const screen = openScreen(job.folder);
  const running = runJob(job, { ...screen, onReport });
  let interruptions = 0;
  const interrupt = (): void => {
    interruptions++;
    if (interruptions > 1) return running.kill();
    screen.say("Saving and stopping; press Ctrl-C again to end at once.");
    running.wish({ stop: true });
  };
  process.on("SIGINT", interrupt);
  try {
    const result = await running.done;
    screen.close();
    if (!result) tellInterrupted(job.folder, json);
    return result;
  } catch (error) {
    screen.close();
    if (interruptions < 2) throw error;
    tellInterrupted(job.folder, json);
    return undefined;
  } finally {
    process.off("SIGINT", interrupt);
  }
}
