import * as fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../base/index.ts";
import { type EpochRecord, formatEpochRecord, parseEpochRecord, parseEpochRecords } from "./index.ts";

const example: EpochRecord = {
  epoch: 1,
  step: 10,
  train: { loss: 0.5, lossStandardError: 0.01, metrics: { accuracy: 0.9 } },
  validation: { loss: 0.6, lossStandardError: 0.02, metrics: { accuracy: 0.8 } },
  penalty: 0.1,
  objective: 0.6,
  running: { loss: 0.7 },
  learningRate: 0.1,
  strengths: { "l2.lambda": 5 },
};

const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const named = fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9.]{0,8}$/), value);
const scores = fc.record({ loss: value, lossStandardError: value, metrics: named });
const records: fc.Arbitrary<EpochRecord> = fc.record(
  {
    epoch: fc.integer({ min: 1 }),
    step: fc.nat(),
    train: scores,
    validation: scores,
    penalty: value,
    objective: value,
    running: fc.record({ loss: value }),
    reports: named,
    learningRate: value,
    strengths: named,
  },
  {
    requiredKeys: ["epoch", "step", "train", "penalty", "objective", "running", "learningRate", "strengths"],
  },
);

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "no error";
};

test("a record is read as it was written", () => {
  fc.assert(
    fc.property(records, (record) => {
      expect(parseEpochRecord(formatEpochRecord(record), "here")).toEqual(record);
    }),
  );
});

test("the bytes do not depend on the order in which a record was put together", () => {
  const metrics = { f1Macro: 0.7, accuracy: 0.9 };
  const reversed = Object.fromEntries(Object.entries(example).toReversed()) as unknown as EpochRecord;
  expect(formatEpochRecord(reversed)).toBe(formatEpochRecord(example));
  expect(formatEpochRecord({ ...example, train: { metrics, lossStandardError: 0, loss: 1 } })).toContain(
    '"train":{"loss":1,"lossStandardError":0,"metrics":{"accuracy":0.9,"f1Macro":0.7}}',
  );
});

test("numbers that are not finite are written as null and read as NaN", () => {
  const line = formatEpochRecord({ ...example, objective: Number.POSITIVE_INFINITY, penalty: Number.NaN });
  expect(line).toContain('"penalty":null,"objective":null');
  expect(parseEpochRecord(line, "here").objective).toBeNaN();
});

test("a faulty line is explained", () => {
  const line = formatEpochRecord(example);
  expect(messageOf(() => parseEpochRecord(line.slice(0, 40), "m.jsonl, line 2"))).toMatch(
    /^m\.jsonl, line 2: got a record that is cut off.*delete this line or resume/u,
  );
  expect(messageOf(() => parseEpochRecord("epoch,loss", "here"))).toContain("not JSON");
  expect(messageOf(() => parseEpochRecord(line.replace('"epoch":1', '"epoch":0'), "here"))).toContain(
    '"epoch"',
  );
  expect(messageOf(() => parseEpochRecord(line.replace('"step"', '"steps"'), "here"))).toContain("here: got");
  expect(messageOf(() => parseEpochRecord("[]", "here"))).toContain("a value that does not fit");
});

test("a torn last line is reported and left out; a fault elsewhere is an error", () => {
  const first = formatEpochRecord(example);
  const second = formatEpochRecord({ ...example, epoch: 2 });
  expect(parseEpochRecords(`${first}\n${second}\n`, "m.jsonl")).toMatchObject({ torn: false });
  expect(parseEpochRecords(`${first}\n${second}`, "m.jsonl").records).toHaveLength(2);
  for (let cut = 1; cut < second.length; cut++) {
    const { records: read, torn } = parseEpochRecords(`${first}\n${second.slice(0, cut)}`, "m.jsonl");
    expect(read).toEqual([example]);
    expect(torn).toBe(true);
  }
  expect(messageOf(() => parseEpochRecords(`${first.slice(0, 30)}\n${second}\n`, "m.jsonl"))).toContain(
    "line 1",
  );
  expect(messageOf(() => parseEpochRecords(`${first}\n${first}\n`, "m.jsonl"))).toContain(
    "line 2: got epoch 1 after epoch 1",
  );
  expect(parseEpochRecords("", "m.jsonl")).toEqual({ records: [], torn: false });
});
