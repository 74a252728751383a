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
 * Measures a training step beside the peers, and prints one table per case and number of threads. Where all contenders take
 * part it is written to RESULTS.md, in place of an older one of the same name.
 * @returns what is wrong with the training of any contender; empty when all train alike.
 */
export async function benchStep(options: StepOptions): Promise<string[]> {
  const faults: string[] = [];
  const { rounds } = options;
  const missing = (reason: string): number => faults.push(reason);
  for (const threads of options.threads) {
    const able = chosen(all, options.contenders).filter((each) => each.settings(threads).length > 0);
    for (const which of chosen(cases, options.cases)) {
      const machine = describeMachine();
      const asked = able.filter((each) => each.takes(which));
      const measurements = await measure(which, threads, asked, { rounds, missing });
      const versions = new Set(measurements.map(({ version }) => version));
      const intro = `${machine}\n- ${[...versions].join("; ")}\n- median of ${rounds} interleaved runs\n`;
      const name = sectionOf(which, threads);
      const body = `${intro}\n${describe(measurements)}`;
      console.log(`## ${name}\n\n${body}`);
      if (options.contenders === undefined) writeSection(name, body);
      faults.push(...check(which, measurements));
    }
  }
  return faults;
}

const sectionOf = ({ name, batch }: Case, threads: number): string =>
  `${name}, batch ${batch}, ${threads} thread${threads === 1 ? "" : "s"}`;

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

function describe(measurements: readonly Measurement[]): string {
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
  const compiled = measurements.flatMap(({ contender, graphMs }) =>
    graphMs === undefined ? [] : [`${contender}: the step alone compiled in ${graphMs.toFixed(0)} ms`],
  );
  const notes = [...compiled, ...settings].map((line) => `${line}\n`);
  return [table(columns, rows), "", ...notes].join("\n");
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
