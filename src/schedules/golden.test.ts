import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectClose } from "../../test/finite-differences.ts";
import { type Schedule, schedules } from "./index.ts";

interface Golden {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly runs: readonly {
    readonly use: string;
    readonly settings: Readonly<Record<string, number>>;
    readonly factors: readonly number[];
  }[];
}
const golden = (
  JSON.parse(readFileSync(new URL("../../test/golden/elements.json", import.meta.url), "utf8")) as {
    schedules: Golden;
  }
).schedules;

const registry: Readonly<Record<string, Schedule>> = schedules;
const withDefaults = ({ params }: Schedule, given: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(params).map(([name, { schema }]) => [name, schema.parse(given[name])]));

test.each(golden.runs)("$use with $settings agrees with PyTorch", ({ use, settings, factors }) => {
  const schedule = registry[use] as Schedule;
  const found = factors.map((_, step) =>
    schedule.factor({ step, ...golden }, withDefaults(schedule, settings)),
  );
  expectClose(found, factors, 1e-12);
});

test.each(Object.entries(registry))("%s stays in (0, 1] for runs of any length, or at 0", (_, schedule) => {
  for (const stepsPerEpoch of [1, 3, 100])
    for (const epochs of [1, 2, 7]) {
      const totalSteps = stepsPerEpoch * epochs;
      for (let step = 0; step < totalSteps; step++) {
        const factor = schedule.factor({ step, stepsPerEpoch, totalSteps }, withDefaults(schedule, {}));
        expect(factor, `at ${step} of ${totalSteps}`).toBeGreaterThanOrEqual(0);
        expect(factor, `at ${step} of ${totalSteps}`).toBeLessThanOrEqual(1);
      }
    }
});
