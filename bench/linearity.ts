import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../src/base/index.ts";
import { cases } from "./cases.ts";
import { contenders } from "./contenders.ts";
import { describeMachine } from "./machine.ts";
import { start, type Peer } from "./peer.ts";
import { makeProblem, writeProblem } from "./problem.ts";
import { table, three, writeSection } from "./results.ts";

const lengths = [1000, 2000, 4000, 8000];
const repeats = 5;
const chunks = 1000;
const sampleEvery = 100;

/** Measures whether the cost of our training is linear in its steps and its memory flat over 1,000 chunks. */
export async function benchLinearity(): Promise<void> {
  const [ours] = contenders;
  const [which] = cases;
  if (ours === undefined || which === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
  const machine = describeMachine();
  const peer = await start(ours, {}, writeProblem(makeProblem(which, 1), folder));
  try {
    await peer.run(1000);
    const linearity = await timeLengths(peer);
    const flatness = await sampleMemory(peer);
    const heading = `${which.name}, batch ${which.batch}, 1 thread.`;
    const body = [machine, "", heading, "", linearity, "", flatness].join("\n");
    console.log(body);
    writeSection("Linear in steps, flat in memory", body);
  } finally {
    await peer.quit();
    rmSync(folder, { recursive: true });
  }
}

async function timeLengths(peer: Peer): Promise<string> {
  const times = new Map<number, number[]>(lengths.map((steps) => [steps, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [steps, seen] of times) seen.push((await peer.run(steps)).ms);
  }
  const base = median(times.get(1000) ?? []) / 1000;
  const rows = [...times].map(([steps, seen]) => {
    const ms = median(seen);
    return [String(steps), three(ms), three((1000 * ms) / steps), three(ms / steps / base)];
  });
  return table(["steps", "ms", "µs/step", "against 1,000 steps"], rows);
}

async function sampleMemory(peer: Peer): Promise<string> {
  const steps = peer.ready.chunkSteps ?? 1;
  const rows: string[][] = [];
  for (let chunk = 0; chunk <= chunks; chunk++) {
    if (chunk % sampleEvery === 0) rows.push([String(chunk), three(peer.memory().now)]);
    await peer.run(steps);
  }
  return table([`chunks of ${steps} steps`, "resident MB"], rows);
}
