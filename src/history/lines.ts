import { z } from "zod";
import { UserError } from "../base/index.ts";
import type { EpochRecord, Scores } from "./record.ts";

/** JSON has no NaN: a score that is not finite is written as null and read as NaN. */
const score = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const named = z.record(z.string(), score);
const scores = z.strictObject({ loss: score, lossStandardError: score, metrics: named });
const record = z.strictObject({
  epoch: z.int().min(1),
  step: z.int().min(0),
  train: scores,
  validation: scores.exactOptional(),
  penalty: score,
  objective: score,
  running: z.strictObject({ loss: score }),
  reports: named.exactOptional(),
  learningRate: score,
  strengths: named,
});

/** One line of `metrics.jsonl`, without its line break. Its keys stand in a fixed order: equal records give equal bytes. */
export function formatEpochRecord(epochRecord: EpochRecord): string {
  const { epoch, step, train, validation, penalty, objective, running, reports, learningRate, strengths } =
    epochRecord;
  return JSON.stringify({
    epoch,
    step,
    train: inOrder(train),
    ...(validation && { validation: inOrder(validation) }),
    penalty,
    objective,
    running: { loss: running.loss },
    ...(reports && { reports: sorted(reports) }),
    learningRate,
    strengths: sorted(strengths),
  });
}

const inOrder = ({ loss, lossStandardError, metrics }: Scores): Scores => ({
  loss,
  lossStandardError,
  metrics: sorted(metrics),
});

const sorted = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Reads one line of `metrics.jsonl`.
 * @param where names the line in messages, such as `runs/1/metrics.jsonl, line 3`.
 * @throws UserError for text that is cut off, no JSON, or no such record.
 */
export function parseEpochRecord(line: string, where: string): EpochRecord {
  const value = parseJson(line, where);
  const parsed = record.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const at = issue?.path.join(".") ?? "";
  throw new UserError({
    where,
    got: `${at === "" ? "a value" : `"${at}"`} that does not fit (${issue?.message ?? "unknown"})`,
    expected: "the record of one epoch as Ockham writes it",
    hint: "Was the file edited by hand, or written by another program?",
  });
}

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    const torn = line.startsWith("{") && !line.trimEnd().endsWith("}");
    throw new UserError({
      where,
      got: torn ? "a record that is cut off" : "text that is not JSON",
      expected: "one complete JSON object per line",
      hint: torn
        ? "The run was probably killed while writing: delete this line or resume the run"
        : undefined,
    });
  }
}

/** The records of a `metrics.jsonl`; `torn` when a killed writer left its last line unfinished, which is then left out. */
export interface EpochRecords {
  readonly records: readonly EpochRecord[];
  readonly torn: boolean;
}

/**
 * Reads a whole `metrics.jsonl`. Only a last line without its line break can be torn; any other fault is an error.
 * @throws UserError for a damaged line, and for epochs that do not increase.
 */
export function parseEpochRecords(text: string, file: string): EpochRecords {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const records = lines.map((line, i) => parseEpochRecord(line, `${file}, line ${i + 1}`));
  const torn = last !== "" && !isJson(last);
  if (last !== "" && !torn) records.push(parseEpochRecord(last, `${file}, line ${lines.length + 1}`));
  requireIncreasing(records, file);
  return { records, torn };
}

function requireIncreasing(records: readonly EpochRecord[], file: string): void {
  for (const [i, { epoch }] of records.entries()) {
    const before = records[i - 1];
    if (before === undefined || before.epoch < epoch) continue;
    throw new UserError({
      where: `${file}, line ${i + 1}`,
      got: `epoch ${epoch} after epoch ${before.epoch}`,
      expected: "epochs that increase from line to line",
      hint: "The file seems to hold more than one run",
    });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
