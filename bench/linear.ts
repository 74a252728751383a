import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, stream } from "../src/base/index.ts";
import { describeMachine } from "./machine.ts";
import { table, three, writeSection } from "./results.ts";

const sizes = [
  [1000, 100],
  [10_000, 1000],
  [100, 10_000],
] as const;

interface Seconds {
  readonly wall: number;
  readonly cpu: number;
}
interface Found {
  readonly version?: string;
  readonly paths: readonly Seconds[];
  readonly validation: Seconds;
  readonly strengths: number;
  readonly lambdaMin: number;
  readonly leastError: number;
}

/** A table whose columns share a fifth of their variance, and 20 of which matter. */
function writeTable(folder: string, rows: number, columns: number): void {
  const draws = stream(1, "benchLinear", rows, columns);
  const x = new Float64Array(rows * columns);
  const y = Float64Array.from({ length: rows }, (_, row) => {
    const shared = draws.normal();
    let target = draws.normal();
    for (let column = 0; column < columns; column++) {
      const value = Math.sqrt(0.8) * draws.normal() + Math.sqrt(0.2) * shared;
      x[row * columns + column] = value;
      if (column < 20) target += (column % 2 === 0 ? 1 : -1) * Math.exp(-column / 10) * value;
    }
    return target;
  });
  writeFileSync(join(folder, "x.bin"), x);
  writeFileSync(join(folder, "y.bin"), y);
}

const peers = join("bench", "peers");
const contenders: Readonly<Record<string, readonly string[]>> = {
  ockham: [process.execPath, join(dirname(fileURLToPath(import.meta.url)), "peers", "linear.js")],
  glmnet: ["Rscript", join(peers, "linear.R")],
  "scikit-learn": [process.env["PYTHON"] ?? "/usr/bin/python3", join(peers, "linear.py")],
};

const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** One process of a contender; nothing, with its complaint, where it does not run here. */
function run(name: string, args: readonly string[]): Found | string {
  const [program = "", ...first] = contenders[name] ?? [];
  const options = { encoding: "utf8", env: { ...process.env, ...oneThread } } as const;
  const { status, stdout, stderr, error } = spawnSync(program, [...first, ...args], options);
  if (status !== 0) return `${name}: ${error?.message ?? stderr.trim().split("\n").at(-1)}`;
  return JSON.parse(stdout) as Found;
}

/** Medians over the rounds. */
interface Summary {
  readonly path: Seconds;
  readonly validation: Seconds;
  readonly last: Found;
}

function summary(rounds: readonly Found[]): Summary {
  const middle = (all: readonly Seconds[]): Seconds => ({
    wall: median(all.map(({ wall }) => wall)),
    cpu: median(all.map(({ cpu }) => cpu)),
  });
  return {
    path: middle(rounds.map(({ paths }) => middle(paths))),
    validation: middle(rounds.map(({ validation }) => validation)),
    last: rounds.at(-1) as Found,
  };
}

function lines(size: string, found: ReadonlyMap<string, Summary>): string[][] {
  const own = found.get("ockham");
  return [...found].map(([name, { path, validation, last }]) => [
    `${size}: ${last.version ?? "Ockham"}`,
    three(path.wall),
    three(path.cpu),
    own && name !== "ockham" ? `${three(path.cpu / own.path.cpu)}x` : "",
    three(validation.wall),
    three(validation.cpu),
    own && name !== "ockham" ? `${three(validation.cpu / own.validation.cpu)}x` : "",
    String(last.strengths),
    last.lambdaMin.toPrecision(4),
    last.leastError.toPrecision(5),
  ]);
}

/**
 * At the default tolerances: glmnet must have chosen the same strength on a path as long but for two, and the least errors must
 * be near each other.
 */
function faultsOf(size: string, found: ReadonlyMap<string, Summary>): string[] {
  const own = found.get("ockham")?.last;
  return [...found].flatMap(([name, { last }]) => {
    if (own === undefined) return [];
    const isGlmnet = name === "glmnet";
    const near = Math.abs(last.leastError / own.leastError - 1) < (isGlmnet ? 5e-3 : 5e-2);
    const same =
      !isGlmnet ||
      (Math.abs(last.strengths - own.strengths) <= 2 && Math.abs(last.lambdaMin / own.lambdaMin - 1) < 1e-6);
    return near && same ? [] : [`${size}: ${name} found something else than Ockham.`];
  });
}

const header = [
  "rows x columns",
  "path s",
  "CPU s",
  "÷ Ockham",
  "10-fold s",
  "CPU s",
  "÷ Ockham",
  "λs",
  "λmin",
  "least error",
];

/** The lasso's whole path and 10-fold cross-validation beside glmnet and scikit-learn, one thread each. */
export function benchLinear(rounds: number): readonly string[] {
  const machine = describeMachine();
  const faults = new Set<string>();
  const rows: string[][] = [];
  for (const [count, columns] of sizes) {
    const folder = mkdtempSync(join(tmpdir(), "ockham-bench-"));
    try {
      writeTable(folder, count, columns);
      const size = `${count} x ${columns}`;
      const results = new Map<string, Found[]>();
      for (let round = 0; round < rounds; round++)
        for (const name of Object.keys(contenders)) {
          const result = run(name, [folder, String(count), String(columns)]);
          if (typeof result === "string") faults.add(result);
          else results.set(name, [...(results.get(name) ?? []), result]);
        }
      const found = new Map([...results].map(([name, all]) => [name, summary(all)]));
      rows.push(...lines(size, found));
      for (const fault of faultsOf(size, found)) faults.add(fault);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const heading = `Lasso of made tables, 100 strengths, one thread each; medians of ${rounds} interleaved processes.`;
  const body = [machine, "", heading, "", table(header, rows)].join("\n");
  console.log(body);
  if (faults.size === 0) writeSection("Linear models along a penalty", body);
  return [...faults];
}
