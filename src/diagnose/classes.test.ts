import { expect, test } from "vitest";
import { madeHistory, overfittingHistory } from "../../test/samples/histories.ts";
import { stream } from "../base/index.ts";
import type { ClassMetric, History } from "../history/index.ts";
import { diagnose } from "./diagnose.ts";

type Scores = (epoch: number, k: number) => number;

interface Classes {
  readonly rows?: readonly number[];
  readonly train?: Scores;
  readonly validation: Scores;
}

const epochs = 20;

/** A healthy curve whose classes are scored as told. */
function scored({ rows, train, validation }: Classes, count = rows?.length ?? 3): History {
  const history = madeHistory({
    epochs,
    train: (t) => 2 * Math.exp(-t / 3) + 0.2,
    validation: (t) => 2 * Math.exp(-t / 3) + 0.21,
    noise: 0.001,
  });
  const classMetrics = Array.from({ length: count }, (_, k): ClassMetric => {
    const validationRows = rows?.[k];
    return {
      id: `f1.${k}`,
      className: `class ${k}`,
      score: "f1",
      ...(validationRows !== undefined && { validationRows }),
    };
  });
  const scores = (of: Scores | undefined, epoch: number) =>
    Object.fromEntries(of ? classMetrics.map(({ id }, k) => [id, of(epoch, k)]) : []);
  return {
    ...history,
    classMetrics,
    epochs: history.epochs.map((record) => ({
      ...record,
      train: { ...record.train, metrics: { ...record.train.metrics, ...scores(train, record.epoch) } },
      ...(record.validation && {
        validation: {
          ...record.validation,
          metrics: { ...record.validation.metrics, ...scores(validation, record.epoch) },
        },
      }),
    })),
  };
}

const told = (history: History, sign: string) => diagnose(history).evidence.find((one) => one.sign === sign);

test("a rare class that training knows and validation does not is overfitting, though the accuracy agrees", () => {
  const history = scored({
    rows: [970, 30],
    train: () => 0.99,
    validation: (_, k) => (k === 0 ? 0.98 : 0.3),
  });
  const { verdict, sentence, evidence } = diagnose(history);
  expect(verdict).toBe("overfitting");
  // (0.01 + 0.69) / 2 = 0.35.
  expect(sentence).toMatch(
    /mean F1 of 2 classes was 99\.0 % in training and 64\.0 % in validation: a gap of 35\.0 points/u,
  );
  expect(sentence).toContain('largest for "class 1" (99.0 % to 30.0 %, 30 rows)');
  const { numbers } = evidence.find(({ sign }) => sign === "class-gap") ?? {};
  // ((30 · 0.3 + 1) / 32) gives a variance of 0.2148 / 30, the other class next to none: 1.96 · 0.0848 / 2.
  expect((numbers?.["high"] ?? 0) - (numbers?.["gap"] ?? 0)).toBeCloseTo(0.0832, 2);
  expect(numbers?.["rarity"]).toBeCloseTo(30 / 500, 12);
});

test("of too few rows a class proves nothing; without their number or noise nothing is told", () => {
  const few = scored({ rows: [500, 3], train: () => 0.9, validation: (_, k) => (k === 0 ? 0.9 : 0.6) });
  expect(told(few, "class-gap")).toBeUndefined();
  const short = scored({ train: () => 0.99, validation: () => 0.3 });
  expect(told({ ...short, epochs: short.epochs.slice(0, 4) }, "class-gap")).toBeUndefined();
});

test("classes that are drawn from one share in both parts are called falling apart in fewer than 1 of 20 runs", () => {
  const rows = [20, 40, 80, 160];
  const draws = stream(1, "drawn classes");
  const share = (count: number): number =>
    Array.from({ length: count }, () => Number(draws.uniform() < 0.8)).reduce((sum, hit) => sum + hit, 0) /
    count;
  const alarms = Array.from({ length: 200 }, () => {
    const fixed = rows.map(share);
    const validation: Scores = (_, k) => fixed[k] as number;
    return told(scored({ rows, train: () => 0.8, validation }), "class-gap")?.numbers["low"] ?? -1;
  }).filter((low) => low >= 0.05 * 0.75);
  expect(alarms.length / 200).toBeLessThan(0.05);
});

test("a class whose validation score falls late is named with its epoch, and decides no verdict", () => {
  const falls: Scores = (t, k) => (k === 2 && t > 8 ? 0.9 - 0.02 * (t - 8) : Math.min(0.9, 0.5 + 0.05 * t));
  const history = scored({
    rows: [100, 100, 100],
    train: (t) => Math.min(0.9, 0.5 + 0.05 * t),
    validation: falls,
  });
  const fact = told(history, "falling-class");
  expect(fact?.sentence).toMatch(
    /^Validation F1 of "class 2" fell from 90\.0 % at epoch 8 \(on a fitted curve\) to 70\.0 % at the end \(the median of the last 5\) while it did not fall in training\.$/u,
  );
  expect(fact?.numbers).toMatchObject({ epoch: 8, classes: 1 });
  // With 20 rows it is 4 rows more, which chance turns in one of three classes more often than once in twenty.
  expect(told(scored({ rows: [100, 100, 20], validation: falls }), "falling-class")).toBeUndefined();
  expect(
    told(scored({ rows: [100, 100, 100], train: falls, validation: falls }), "falling-class"),
  ).toBeUndefined();
});

test("a log without the training scores of classes tells the fall all the same", () => {
  const falls: Scores = (t, k) => (k === 0 && t > 10 ? 0.6 - 0.02 * (t - 10) : 0.5 + 0.01 * t);
  expect(told(scored({ validation: falls }), "falling-class")?.sentence).toMatch(
    /^Validation F1 of "class 0" fell from 60\.0 % at epoch 10 \(on a fitted curve\) to 44\.0 % at the end \(the median of the last 5\); of training it was not recorded\.$/u,
  );
});

test("where the calibration error was measured, over-confidence tells it at the onset and at the end", () => {
  const history = overfittingHistory();
  const held = history.epochs.map((record) => ({
    ...record,
    ...(record.validation && {
      validation: { ...record.validation, metrics: { accuracy: 0.5, calibration: record.epoch / 100 } },
    }),
  }));
  const sighted = told({ ...history, epochs: held, calibrationMetric: "calibration" }, "over-confidence");
  const onset = sighted?.numbers["onset"] ?? Number.NaN;
  expect(sighted?.numbers).toMatchObject({ calibrationBefore: onset / 100, calibrationAfter: 0.58 });
  expect(sighted?.sentence).toContain(`went from ${onset}.0 % to 58.0 %.`);
  expect(told({ ...history, epochs: held }, "over-confidence")?.sentence).toMatch(/but more confidently\.$/u);
});
