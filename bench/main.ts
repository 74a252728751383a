import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchLinearity } from "./linearity.ts";
import { benchStep } from "./step.ts";

// The library reads its version from the package.json two folders above its own.
copyFileSync("package.json", join("bench", "dist", "package.json"));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    contenders: { type: "string" },
    rounds: { type: "string", default: "7" },
    threads: { type: "string", default: "1,2" },
  },
});
const { cases, contenders } = values;

const benches: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  step: () =>
    benchStep({
      ...(cases === undefined ? {} : { cases: cases.split(",") }),
      ...(contenders === undefined ? {} : { contenders: contenders.split(",") }),
      rounds: Number(values.rounds),
      threads: values.threads.split(",").map(Number),
    }),
  linearity: async () => {
    await benchLinearity();
    return [];
  },
};

const faults: string[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  const bench = benches[name];
  faults.push(
    ...(bench === undefined ? [`"${name}" is none of ${Object.keys(benches).join(", ")}.`] : await bench()),
  );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
