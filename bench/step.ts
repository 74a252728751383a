import { contenders as all } from "./contenders.ts";
import { describeMachine } from "./machine.ts";
import { measure, type Measurement } from "./measure.ts";
import { cases, type Case } from "./problem.ts";
import { table, three, writeSection } from "./results.ts";

export type StepOptions = {
  readonly cases?: readonly string[];
  readonly contenders?: readonly string[];
  readonly rounds: number;
  readonly threads: readonly number[];
};

/**
 * Measures a training step beside the peers and prints one table per case and number of threads.
 * A run of everything is written to RESULTS.md.
 * @returns what is wrong with the training of any contender; empty when all train alike.
 */
export async function benchStep(options: StepOptions): Promise<string[]> {
  const machine = describeMachine();
  const parts: string[] = [];
  const faults: string[] = [];
  const versions = new Set<string>();
  const { rounds } = options;
  const missing = (reason: string): number => faults.push(reason);
  for (const threads of options.threads) {
    const able = chosen(all, options.contenders).filter((each) => each.settings(threads).length > 0);
    for (const which of chosen(cases, options.cases)) {
      const measurements = await measure(which, threads, able, { rounds, missing });
      const part = describe(which, threads, measurements);
      console.log(part);
      parts.push(part);
      faults.push(...check(which, measurements));
      for (const { version } of measurements) versions.add(version);
    }
  }
  const everything = options.cases === undefined && options.contenders === undefined;
  if (everything) {
    const intro = `${machine}\n- ${[...versions].join("; ")}\n- median of ${rounds} interleaved runs\n`;
    writeSection("A training step", [intro, ...parts].join("\n"));
  }
  return faults;
}

function chosen<T extends { readonly name: string }>(
  list: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  const unknown = names?.find((name) => !list.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" is none of ${list.map((each) => each.name).join(", ")}.`);
  }
  return names === undefined ? list : list.filter((each) => names.includes(each.name));
}

const columns = [
  "",
  "ms/step",
  "lowest-highest",
  "CPU ms/step",
  "Ockham is",
  "compile ms",
  "start-up ms",
  "peak MB",
  "steps/run",
];

function describe({ name, batch }: Case, threads: number, measurements: readonly Measurement[]): string {
  const ours = measurements.find((each) => each.contender === "ockham")?.msPerStep;
  const rows = measurements.map((each) => [
    each.contender,
    three(each.msPerStep),
    `${three(each.lowest)}-${three(each.highest)}`,
    three(each.cpuMsPerStep),
    ours === undefined || each.contender === "ockham" ? "" : `${three(each.msPerStep / ours)}x as fast`,
    each.compileMs.toFixed(0),
    each.startupMs.toFixed(0),
    Number.isFinite(each.peakMemory) ? each.peakMemory.toFixed(0) : "-",
    String(each.stepsPerRun),
  ]);
  const settings = measurements.flatMap(({ contender, setting }) =>
    Object.keys(setting).length > 0
      ? [
          `${contender}: ${Object.entries(setting)
            .map(([key, value]) => `${key}=${value}`)
            .join(" ")}`,
        ]
      : [],
  );
  const heading = `### ${name}, batch ${batch}, ${threads} thread${threads === 1 ? "" : "s"}`;
  return [heading, "", table(columns, rows), "", ...settings.map((line) => `${line}\n`)].join("\n");
}

/** Every contender must get the losses of the first one after the same steps, and end below where it began. */
function check({ name }: Case, measurements: readonly Measurement[]): string[] {
  const expected = measurements.find((each) => each.contender === "pytorch") ?? measurements[0];
  return measurements.flatMap(({ contender, loss }) => {
    const off = Math.abs(loss.afterCheck / (expected?.loss.afterCheck ?? NaN) - 1);
    const differs =
      off <= 1e-3
        ? []
        : [
            `${name}: ${contender} has loss ${loss.afterCheck}, ${expected?.contender} ${expected?.loss.afterCheck}.`,
          ];
    const falls =
      loss.last < loss.first
        ? []
        : [`${name}: the loss of ${contender} went from ${loss.first} to ${loss.last}.`];
    return [...differs, ...falls];
  });
}
