import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stream } from "../src/base/index.ts";
import { input, matmul } from "../src/graph/index.ts";
import { compileModel } from "../src/onnx/index.ts";
import { createSession, float32 } from "../src/runtime/index.ts";
import type { Case } from "./cases.ts";
import { describeMachine } from "./machine.ts";
import { makeProblem, type Problem } from "./problem.ts";
import {
  eventsSchema,
  type Figure,
  type NodeFigure,
  profileStep,
  type StepProfile,
} from "./profile-figures.ts";
import { table, three } from "./results.ts";
import { startTraining, type Training } from "./training.ts";

const side = 1024;
const products = 5;

/** The most floating-point operations a second, in billions, that a large product of matrices reached so far. */
type Peak = { readonly best: () => number; measure(): Promise<void>; release(): Promise<void> };

async function preparePeak(threads: number): Promise<Peak> {
  const shape = [side, side];
  const outputs = { y: matmul(input("a", shape), input("b", shape)) };
  const model = compileModel({ outputs });
  const session = await createSession(model, { threads, device: "cpu", spin: threads > 1 });
  const { uniform } = stream(1, "peak");
  const values = float32(Float32Array.from({ length: side * side }, uniform), shape);
  let fastest = Infinity;
  return {
    best: () => (2 * side ** 3) / fastest / 1e6,
    measure: async () => {
      for (let count = 0; count < products; count++) {
        const started = performance.now();
        await session.run({ a: values, b: values });
        fastest = Math.min(fastest, performance.now() - started);
      }
    },
    release: () => session.release(),
  };
}

const rounds = 15;
const roundMs = 150;

/** Milliseconds of some steps: of one thread's own work, which a busy machine does not lengthen; of several by the clock. */
async function time({ train }: Training, steps: number, threads: number): Promise<number> {
  const used = process.cpuUsage();
  const started = performance.now();
  await train(steps);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(used);
  return threads === 1 ? (user + system) / 1000 : ms;
}

/** In turn: the peak, the steps when nobody looks, and as many with the profile. */
async function look(
  problem: Problem,
  peak: Peak,
): Promise<{ ms: number; compileMs: number; found: StepProfile }> {
  const folder = mkdtempSync(join(tmpdir(), "ockham-profile-"));
  const { threads } = problem;
  try {
    const plain = await startTraining(problem);
    const observed = await startTraining(problem, { profile: join(folder, "run") });
    for (const training of [plain, observed]) await time(training, 1, threads);
    const steps = Math.max(1, Math.round(roundMs / (await time(plain, 1, threads))));
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await peak.measure();
      times.push((await time(plain, steps, threads)) / steps);
      await time(observed, steps, threads);
    }
    for (const { engine } of [plain, observed]) await engine.release();
    const [file = ""] = readdirSync(folder);
    const events = eventsSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    return { ms: Math.min(...times), compileMs: plain.engine.compileMs, found: profileStep(events) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Whole = { readonly ms: number; readonly peak: number };

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const rate = ({ ms, flops }: Figure): number => (flops ?? NaN) / ms / 1e6;

const cells = (figure: Figure, { ms, peak }: Whole): string[] => [
  three(figure.ms),
  percent(figure.ms / ms),
  figure.flops ? three(rate(figure)) : "",
  figure.flops ? percent(rate(figure) / peak) : "",
];

const headings = ["ms/step", "of step", "GFLOP/s", "of peak"];
const shapeText = ({ shapes: { inputs, outputs } }: NodeFigure): string =>
  `${inputs.map((shape) => `[${shape.join(",")}]`).join(" ")} -> ${outputs.map((shape) => `[${shape.join(",")}]`).join(" ")}`;

function kindTable({ kinds, nodes }: StepProfile, whole: Whole): string {
  const counted = nodes.reduce((sum, { ms }) => sum + ms, 0);
  const rows = kinds.map((kind) => [kind.kind, String(kind.nodes), ...cells(kind, whole)]);
  const between = { kind: "", nodes: 0, ms: whole.ms - counted };
  return table(
    ["operation", "nodes", ...headings],
    [...rows, ["between nodes", "", ...cells(between, whole)]],
  );
}

const nodeTable = ({ nodes }: StepProfile, top: number, whole: Whole): string =>
  table(
    ["node", "operation", ...headings, "shapes"],
    nodes.slice(0, top).map((node) => [node.name, node.kind, ...cells(node, whole), shapeText(node)]),
  );

/** One sentence on the products and convolutions together. */
function matrixText({ kinds }: StepProfile, whole: Whole): string {
  const matrix = kinds.filter(({ flops }) => flops !== undefined);
  const ms = matrix.reduce((sum, kind) => sum + kind.ms, 0);
  const flops = matrix.reduce((sum, kind) => sum + (kind.flops ?? 0), 0);
  const all: Figure = { kind: "", nodes: 0, ms, flops };
  return `Matrix work (${matrix.map(({ kind }) => kind).join(", ")}): ${percent(ms / whole.ms)} of the step, ${three(flops / 1e9)} GFLOP at ${three(rate(all))} GFLOP/s (${percent(rate(all) / whole.peak)} of the peak).`;
}

/** Prints where the time of a training step of Ockham goes. */
export async function profile(which: Case, threads: number, top: number): Promise<void> {
  console.log(`### ${which.name}, batch ${which.batch}, ${threads} thread${threads === 1 ? "" : "s"}\n`);
  console.log(describeMachine());
  const peak = await preparePeak(threads);
  const problem = makeProblem(which, threads);
  const { ms, compileMs, found } = await look(problem, peak);
  await peak.release();
  const whole = { ms, peak: peak.best() };
  console.log(
    [
      `- the peak: ${three(whole.peak)} GFLOP/s, of the fastest product of two matrices ${side} x ${side}`,
      `- ${three(ms)} ms/step ${threads === 1 ? "of processor time " : ""}without profiling (the fastest of ${rounds} rounds); profile of ${found.steps} steps, ${found.nodes.length} nodes`,
      `- compiled in ${compileMs.toFixed(0)} ms`,
      `- ${three(1000 * found.floorMs)} µs taken off each node: what the cheapest one shows, nearly all of it the measuring\n`,
      matrixText(found, whole),
      "",
      kindTable(found, whole),
      "",
      nodeTable(found, top, whole),
    ].join("\n"),
  );
}
