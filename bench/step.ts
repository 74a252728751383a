import { cases, type Case, chosen } from "./cases.ts";
import { contenders as all } from "./contenders.ts";
import { describeMachine } from "./machine.ts";
import { measure, type Measurement } from "./measure.ts";
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
      const asked = able.filter((each) => each.takes(which));
      const measurements = await measure(which, threads, asked, { rounds, missing });
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
  const compiled = measurements.flatMap(({ contender, graphMs }) =>
    graphMs === undefined ? [] : [`${contender}: the step alone compiled in ${graphMs.toFixed(0)} ms`],
  );
  const notes = [...compiled, ...settings].map((line) => `${line}\n`);
  return [heading, "", table(columns, rows), "", ...notes].join("\n");
}

/** Every contender must get the losses of the first one after the same steps, and end below where it began. */
function check({ name }: Case, measurements: readonly Measurement[]): string[] {
  const expected = measurements.find((each) => each.contender === "pytorch") ?? measurements[0];
  return measurements.flatMap(({ contender, loss }) => {
    const { first, later } = loss;
    const [got, wanted] = later
      ? [later.afterCheck, expected?.loss.later?.afterCheck]
      : [first, expected?.loss.first];
    const off = Math.abs(got / (wanted ?? NaN) - 1);
    const differs =
      off <= 1e-3 ? [] : [`${name}: ${contender} has loss ${got}, ${expected?.contender} ${wanted}.`];
    const falls =
      !later || later.last < first
        ? []
        : [`${name}: the loss of ${contender} went from ${first} to ${later.last}.`];
    return [...differs, ...falls];
  });
}
