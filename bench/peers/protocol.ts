// What the contenders written for Node share: the problem's files, and the answers to the bench over stdin and stdout.

import { createInterface } from "node:readline";
import { z } from "zod";
import { type Problem, readProblem } from "../problem.ts";

/** A contender that is ready to train. */
export type Training = {
  /** Runs some steps and resolves to the loss of the last batch, before its update. */
  readonly train: (steps: number) => Promise<number>;
  /** Milliseconds it took to build and compile the step, where there is such a time. */
  readonly graphMs?: number;
};

/** The order of rows as one array per batch of an epoch. */
export function batchesOf({ order, rows, batch }: Problem): Int32Array[] {
  return Array.from({ length: rows / batch }, (_, index) => order.slice(index * batch, (index + 1) * batch));
}

const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
const requestSchema = z.union([z.object({ run: z.int().min(1) }), z.object({ quit: z.literal(true) })]);

/** Builds a contender, runs its first step, says that it is ready, then runs steps on request until told to quit. */
export async function serve(
  about: { readonly version: string; readonly chunkSteps?: (problem: Problem) => number },
  build: (problem: Problem) => Promise<Training>,
): Promise<void> {
  const problem = readProblem(process.argv[2] ?? "");
  const began = performance.now();
  const { train, graphMs } = await build(problem);
  const loss = await train(1);
  const chunkSteps = about.chunkSteps?.(problem);
  say({ compileMs: performance.now() - began, loss, version: about.version, chunkSteps, graphMs });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = requestSchema.parse(JSON.parse(line));
    if ("quit" in request) break;
    const cpu = process.cpuUsage();
    const start = performance.now();
    const last = await train(request.run);
    const ms = performance.now() - start;
    const used = process.cpuUsage(cpu);
    say({ ms, cpuMs: (used.user + used.system) / 1000, loss: last });
  }
  process.exit(0);
}
