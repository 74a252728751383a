// A network that knows 1,000 images of MNIST by heart is diagnosed, and the three remedies that come first are tried, each by
// its own command: what each closes of the gap stands beside what was predicted.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bug } from "../src/base/index.ts";
import { expectedText, type Prescription, textColumns } from "../src/derive/index.ts";
import type { RunResult } from "../src/train/index.ts";

const run = promisify(execFile);

/** What the command line prints as JSON. */
async function ockham(...args: readonly string[]): Promise<RunResult> {
  const { stdout } = await run(
    process.execPath,
    ["--import", "tsx", "src/cli/main.node.ts", ...args, "--json"],
    { maxBuffer: 2 ** 28 },
  );
  return JSON.parse(stdout) as RunResult;
}

const settings = [
  "split.train=1000",
  "split.validation=5000",
  "model.hidden=[100]",
  "batchSize=20",
  "regularizers=[]",
].flatMap((setting) => ["--set", setting]);

interface Losses {
  readonly gap: number;
  readonly validation: number;
  readonly accuracy: number;
}

/** The scores of the weights that a run keeps. */
function lossesOf({ scores, test }: RunResult): Losses {
  const [train, validation] = [scores.train?.loss ?? Number.NaN, scores.validation?.loss ?? Number.NaN];
  return { gap: validation - train, validation, accuracy: test?.metrics["accuracy"] ?? Number.NaN };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function predictedText({ expected }: Prescription): string {
  if (expected === undefined || expected === "unknown") return "cannot tell";
  const [low, middle, high] = expected.closed;
  return `${percent(low)} … ${percent(middle)} … ${percent(high)}`;
}

/** Whether the measured share lies in the predicted range. */
function judged({ expected }: Prescription, closed: number): string {
  if (expected === undefined || expected === "unknown") return "–";
  return closed >= expected.closed[0] && closed <= expected.closed[2] ? "yes" : "no";
}

/** Prints the diagnosis and a row for each remedy; the exit code is 1 where the network is not found to overfit. */
export async function remedies(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ockham-remedies-"));
  try {
    const base = join(folder, "without");
    const without = await ockham(
      "train",
      "mnist",
      "--model",
      "mlp",
      ...settings,
      "--epochs",
      "60",
      "--out",
      base,
    );
    const before = lossesOf(without);
    const { verdict, severity = "", sentence, prescriptions } = without.diagnosis;
    console.log(`${verdict} ${severity}: ${sentence}`);
    if (verdict !== "overfitting") process.exitCode = 1;
    const rows: string[][] = [];
    for (const [i, prescription] of prescriptions.slice(0, 3).entries()) {
      const { title, flag, expected = bug("a remedy for a gap without an expectation") } = prescription;
      console.log(`ockham train RUN ${flag}: ${expectedText(expected)}`);
      const after = lossesOf(
        await ockham("train", base, ...flag.split(" "), "--out", join(folder, `with-${i + 1}`)),
      );
      const closed = 1 - after.gap / before.gap;
      rows.push([
        title,
        flag,
        predictedText(prescription),
        percent(closed),
        judged(prescription, closed),
        `${before.validation.toFixed(3)} → ${after.validation.toFixed(3)}`,
        `${percent(before.accuracy)} → ${percent(after.accuracy)}`,
      ]);
    }
    const header = [
      "remedy",
      "command",
      "gap closed: predicted",
      "measured",
      "within",
      "validation loss",
      "test accuracy",
    ];
    console.log(textColumns([header, ...rows]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
