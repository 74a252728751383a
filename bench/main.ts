import { parseArgs } from "node:util";
import { cases as allCases, chosen, techniqueCases } from "./cases.ts";
import { benchCsv } from "./csv.ts";
import { benchLinear } from "./linear.ts";
import { benchLinearity } from "./linearity.ts";
import { profile } from "./profile.ts";
import { benchRegularizers } from "./regularizers.ts";
import { benchStep } from "./step.ts";
import { benchTune } from "./tune.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    contenders: { type: "string" },
    only: { type: "string" },
    rounds: { type: "string" },
    threads: { type: "string" },
    top: { type: "string", default: "15" },
  },
});
const { cases, contenders, only, rounds, threads } = values;
const threadCounts = (usual: string): number[] => (threads ?? usual).split(",").map(Number);

const benches: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  step: () =>
    benchStep({
      ...(cases === undefined ? {} : { cases: cases.split(",") }),
      ...(contenders === undefined ? {} : { contenders: contenders.split(",") }),
      rounds: Number(rounds ?? 7),
      threads: threadCounts("1,2"),
    }),
  regularizers: () =>
    benchRegularizers({
      ...(cases === undefined ? {} : { cases: cases.split(",") }),
      ...(only === undefined ? {} : { only: only.split(",") }),
      rounds: Number(rounds ?? 11),
      threads: threadCounts("1"),
    }),
  csv: () => benchCsv(Number(rounds ?? 3)),
  tune: () => benchTune(Number(rounds ?? 3)),
  linear: () => Promise.resolve(benchLinear(Number(rounds ?? 3))),
  linearity: async () => {
    await benchLinearity();
    return [];
  },
};

/** `profile MODEL ...`: only looks, and writes nothing. */
async function profileAll(names: readonly string[]): Promise<void> {
  const regularizers = only?.split(",").map((use) => ({ use }));
  for (const which of chosen(regularizers ? techniqueCases : allCases, names))
    for (const count of threadCounts("1"))
      await profile({ ...which, ...(regularizers && { regularizers }) }, count, Number(values.top));
}

async function run(names: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const name of names) {
    const bench = benches[name];
    const known = [...Object.keys(benches), "profile MODEL"].join(", ");
    faults.push(...(bench === undefined ? [`"${name}" is none of ${known}.`] : await bench()));
  }
  return faults;
}

const [first, ...models] = positionals;
if (first === "profile" && models.length > 0) await profileAll(models);
else if (first === "profile") {
  console.error(`Which one? npm run bench -- profile ${allCases.map(({ name }) => name).join("|")}`);
  process.exitCode = 1;
} else {
  const faults = await run(positionals.length > 0 ? positionals : Object.keys(benches));
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
