import { describe, expect, test } from "vitest";
import { eventFileBytes, scalarEvent, tfRecordFile } from "../../test/samples/event-files.ts";
import { logSamples } from "../../test/samples/logs.ts";
import { stream, UserError } from "../base/index.ts";
import { LogFile } from "./log-file.ts";
import { formatOf, groupLogs, readLogs, requireFormat } from "./logs.ts";
import { namedHistories, type NamedColumns } from "./named-columns.ts";
import type { History } from "./record.ts";

/** What a stranger's file comes to: curves, or one sentence that names the file. */
function outcome(bytes: Uint8Array, path: string): readonly History[] | string {
  const log = new LogFile(path, bytes);
  return refusedOr(() => readLogs({ format: requireFormat(log), logs: [log] }), path);
}

function refusedOr(read: () => readonly History[], path: string): readonly History[] | string {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message.startsWith(path), error.message).toBe(true);
    expect(error.message).not.toContain("\n");
    return error.message;
  }
}

function check(found: readonly History[] | string): void {
  if (typeof found === "string") return;
  for (const { epochs, rows } of found) {
    expect(epochs.length).toBeGreaterThan(0);
    expect(rows.train).toBeGreaterThanOrEqual(0);
    for (const [i, { epoch, train, validation }] of epochs.entries()) {
      expect(Number.isFinite(epoch)).toBe(true);
      expect(epoch).toBeGreaterThan(epochs[i - 1]?.epoch ?? Number.NEGATIVE_INFINITY);
      expect(train ?? validation).toBeDefined();
    }
  }
}

/** Cuts, flips, overwrites, doubles or removes some bytes. */
function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const source = stream(seed, "broken logs");
  const copy = Uint8Array.from(bytes);
  const at = source.below(copy.length);
  const length = 1 + source.below(40);
  switch (source.below(6)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      for (let i = 0; i < 3; i++) copy[source.below(copy.length)]! ^= 1 << source.below(8);
      return copy;
    case 2:
      for (let i = at; i < Math.min(copy.length, at + length); i++) copy[i] = source.below(256);
      return copy;
    case 3:
      return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(Math.max(0, at - length))]);
    case 4:
      return Uint8Array.from([...copy.subarray(0, at), ...copy.subarray(at + length)]);
    default:
      return Uint8Array.from({ length: 1 + source.below(300) }, () => source.below(256));
  }
}

test.each(logSamples.map(({ path, bytes }) => [path, bytes] as const))(
  "damaged copies of %s give curves or one sentence",
  (path, bytes) => {
    for (let seed = 0; seed < 40; seed++) check(outcome(mutated(bytes, seed), path));
  },
);

test("damaged copies of tables whose columns are named do so too", () => {
  const samples = logSamples.filter(({ path }) =>
    ["cv.csv", "loop.csv", "rows.json", "history.json"].includes(path),
  );
  const named = { trainLoss: "train_loss", validationLoss: "val_loss" };
  const columnsOf: Readonly<Record<string, NamedColumns>> = {
    "cv.csv": { trainLoss: "train-rmse-mean", validationLoss: "test-rmse-mean" },
    "loop.csv": { trainLoss: "Train Loss", validationLoss: "Valid Loss", epoch: "Epoch", metric: "Valid F1" },
    "history.json": { trainLoss: "loss", validationLoss: "val_loss" },
  };
  for (const { path, bytes } of samples)
    for (let seed = 0; seed < 40; seed++) {
      const log = new LogFile(path, seed === 0 ? bytes : mutated(bytes, seed));
      const read = (): readonly History[] => namedHistories(log, columnsOf[path] ?? named);
      const found = refusedOr(read, path);
      check(found);
      if (seed === 0) expect(found).toHaveLength(1);
    }
});

test("damaged copies of records that pass their checksums do so too", () => {
  for (let seed = 0; seed < 300; seed++) {
    const record = Uint8Array.from(scalarEvent(seed, "train/loss", 0.5, seed % 2 ? "content" : "list"));
    const file = tfRecordFile([scalarEvent(0, "train/loss", 1), [...mutated(record, seed)]]);
    check(outcome(file, "events.out.tfevents.1"));
  }
});

describe("what claims too much", () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const quickly = (bytes: Uint8Array, path: string): readonly History[] | string => {
    const start = performance.now();
    const found = outcome(bytes, path);
    check(found);
    expect(performance.now() - start).toBeLessThan(10_000);
    return found;
  };

  test("a record longer than the file is a cut-off end, told as such", () => {
    const whole = eventFileBytes([scalarEvent(1, "train/loss", 1), scalarEvent(2, "train/loss", 0.5)]);
    const [history] = quickly(whole.subarray(0, -3), "events") as readonly History[];
    expect(history?.epochs).toHaveLength(1);
    expect(history?.origin?.remarks[0]?.sentence).toMatch(/cut off or damaged from byte \d+ on/u);
    const huge = tfRecordFile([]);
    expect(formatOf(new LogFile("events", huge))).toBeUndefined();
  });

  test("an event file without scalars says so", () => {
    expect(outcome(eventFileBytes([]), "events")).toMatch(/no scalar in it/u);
  });

  test("deep nesting, long lines and many columns cost no time", () => {
    expect(quickly(encode("[".repeat(1e6)), "deep.json")).toMatch(/text without losses/u);
    expect(quickly(encode(`{"loss": [1, NaN, "${"\\".repeat(1e6)}`), "open.json")).toMatch(/damaged/u);
    for (const line of ["a", "1", " ", "[0]\ta-b:", "Epoch: [", "x 1.", "'s ", "\n", ",", '"'])
      quickly(encode(`Epoch 1\n${line.repeat(2e6 / line.length)}`), "long.log");
    const names = Array.from({ length: 30_000 }, (_, i) => `val_${i}_loss`).join(",");
    expect(quickly(encode(`epoch,loss,${names}\n${"1,".repeat(30_001)}1\n`), "wide.csv")).toMatch(
      /20000 series/u,
    );
  });

  test("long curves are thinned, and files with too many restarts refused", () => {
    const steps = Array.from({ length: 50_000 }, (_, i) => `${i},${1 / (i + 1)},1`);
    const [history] = quickly(
      encode(`step,loss,val_loss\n${steps.join("\n")}`),
      "long.csv",
    ) as readonly History[];
    expect(history?.epochs.length).toBeLessThanOrEqual(2000);
    expect(history?.origin?.remarks.map(({ kind }) => kind)).toContain("averaged");
    const restarts = "0,1,1\n".repeat(2000);
    expect(quickly(encode(`epoch,loss,val_loss\n${"1,1,1\n0,1,1\n".repeat(2000)}`), "jumps.csv")).toMatch(
      /begin again/u,
    );
    expect(quickly(encode(`epoch,loss,val_loss\n${restarts}`), "still.csv")).toHaveLength(1);
  });

  test("names of JavaScript's own do no harm", () => {
    const found = quickly(
      encode('{"loss": [1, 2], "val_loss": [1, 2], "__proto__": [1, 2], "constructor": [3, 4]}'),
      "own.json",
    );
    expect(found).toHaveLength(1);
    expect(({} as { loss?: unknown }).loss).toBeUndefined();
    quickly(encode("epoch,loss,val_loss,__proto__,toString_accuracy\n0,1,1,1,1\n1,1,1,1,1"), "own.csv");
  });
});

test("files of one run are brought together, others stay apart", () => {
  const paths = ["a/x_train_loss.csv", "a/x_val_loss.csv", "b/x_val_loss.csv", "a/y_val_loss.csv"];
  const bytes = new TextEncoder().encode("Wall time,Step,Value\n1,1,1\n");
  const logs = paths.map((path) => new LogFile(path, bytes));
  const groups = groupLogs(logs.map((log) => ({ format: requireFormat(log), logs: [log] })));
  expect(groups.map((group) => group.logs.length)).toEqual([2, 1, 1]);
});
