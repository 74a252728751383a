// What the JavaScript peers share: the problem's files, and the answers to the bench over stdin and stdout.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

/** The problem named on the command line: its description and its arrays. */
export function readProblem() {
  const path = process.argv[2];
  const description = JSON.parse(readFileSync(path, "utf8"));
  const bytes = (name) => {
    const file = readFileSync(join(dirname(path), name));
    return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  };
  return {
    ...description,
    inputs: new Float32Array(bytes("inputs.f32")),
    labels: new Int32Array(bytes("labels.i32")),
    order: new Int32Array(bytes("order.i32")),
    weights: description.sizes.slice(1).map((_, index) => new Float32Array(bytes(`weights${index}.f32`))),
  };
}

/** The order of rows as one array per batch of an epoch. */
export function batchesOf({ order, rows, batch }) {
  return Array.from({ length: rows / batch }, (_, index) => order.slice(index * batch, (index + 1) * batch));
}

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

/**
 * Runs the first step, says that the peer is ready, then runs steps on request until told to quit.
 * `build(problem)` resolves to `train(steps)`, which resolves to the loss of the last batch before its update.
 */
export async function serve(version, build) {
  const problem = readProblem();
  const began = performance.now();
  const train = await build(problem);
  const loss = await train(1);
  say({ ready: true, compileMs: performance.now() - began, loss, version });
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if ("quit" in message) break;
    const cpu = process.cpuUsage();
    const start = performance.now();
    const last = await train(message.run);
    const ms = performance.now() - start;
    const used = process.cpuUsage(cpu);
    say({ ms, cpuMs: (used.user + used.system) / 1000, loss: last });
  }
  process.exit(0);
}
