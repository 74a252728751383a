// How often the verdict is right on simulated curves whose truth is known, by the number of validation rows.
import { median } from "../src/base/index.ts";
import { diagnose, type Diagnosis } from "../src/diagnose/index.ts";
import { columns } from "../src/derive/describe.ts";
import { type Measurement, simulated, truths, type Truth } from "../test/support/simulated-curves.ts";

const runs = 400;
const sizes = [30, 100, 300, 1000, 5000];
const jitters = [0.005, 0.02];

const share = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`;

function verdicts(truth: Truth, measurement: Measurement): readonly Diagnosis[] {
  return Array.from({ length: runs }, (_, i) => diagnose(simulated(truth, measurement, i + 1)));
}

function row(name: string, truth: Truth, measurement: Measurement): string[] {
  const found = verdicts(truth, measurement);
  const count = (...wanted: readonly string[]): string =>
    share(found.filter(({ verdict }) => wanted.includes(verdict)).length, runs);
  const onsets = found.flatMap(({ onset }) => (onset === undefined ? [] : [onset]));
  const errors = onsets.map((onset) => Math.abs(onset - (truth.onset ?? Number.NaN)));
  return [
    measurement.stated ? "own run" : "other log",
    String(measurement.rows),
    String(measurement.jitter),
    name,
    count("overfitting"),
    count("healthy", "stillImproving"),
    count("tooNoisy"),
    count("suspiciousValidation", "underfitting", "diverged"),
    truth.onset === undefined ? "–" : `${median(errors)} (${share(onsets.length, runs)} dated)`,
  ];
}

const header = [
  "curve",
  "rows",
  "jitter",
  "truth",
  "overfitting",
  "healthy or improving",
  "too noisy",
  "other",
  "onset error, median epochs",
];

/** Prints, for each truth and each way of measuring it, how often each verdict came out of 400 curves. */
export function verdictsOnSimulatedCurves(): Promise<void> {
  const lines = [true, false].flatMap((stated) =>
    sizes.flatMap((rows) =>
      jitters.flatMap((jitter) =>
        Object.entries(truths).map(([name, truth]) =>
          row(name, truth, { rows, jitter, stated, running: !stated }),
        ),
      ),
    ),
  );
  console.log(columns([header, ...lines]));
  return Promise.resolve();
}
