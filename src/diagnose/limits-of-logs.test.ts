// What can be said of logs that hold less than a run of our own, or hold it wrongly.
import { expect, test } from "vitest";
import { curve, decay, historyOf, overfit } from "../../test/support/histories.ts";
import { stream } from "../base/index.ts";
import type { CurvePoint, History } from "../history/index.ts";
import { diagnose } from "./index.ts";

const unknown = {
  task: "unknown",
  classes: 0,
  baselineLoss: undefined as unknown as number,
  rows: { train: 0, trainMeasured: 0, validation: 0 },
} as const;

const withoutTraining = (history: History): History => ({
  ...history,
  epochs: history.epochs.map(({ train: _, ...point }): CurvePoint => point),
});

const wobbling = (seed: number) => {
  const source = stream(seed, "wobble");
  return () => 0.005 * source.normal();
};

test("validation alone tells a rise and its onset, and that the gap is unknown", () => {
  const found = diagnose(withoutTraining(historyOf(overfit(60, 20, wobbling(1)), unknown)));
  expect(found.verdict).toBe("overfitting");
  expect(Math.abs((found.onset ?? 0) - 20)).toBeLessThanOrEqual(4);
  expect(found.sentence).toContain("training loss was not recorded, so that the gap cannot be told");
});

test("validation alone that shows no rise is told as far as it goes", () => {
  const validation = curve(30, decay(2, 0.5, 3)).map((loss, i) => loss + 0.002 * (i % 3));
  const found = diagnose(withoutTraining(historyOf({ train: validation, validation }, unknown)));
  expect(found).toMatchObject({ verdict: "noTraining" });
  expect(found.sentence).toMatch(/^Training loss was not recorded.* lowest at epoch \d+ \(0\.5\d\d\)/u);
  const short = historyOf({ train: [2, 1], validation: [2, 1] }, unknown);
  expect(diagnose(withoutTraining(short)).verdict).toBe("tooShort");
});

test.each(["macro_f1", "f1Macro", "rocAuc", "averagePrecision"])(
  "%s that falls while the loss holds is overfitting",
  (id) => {
    const train = curve(20, decay(2, 0.3, 3));
    const validation = train.map((loss, i) => loss + 0.02 + 0.002 * (i % 2));
    const history = historyOf({ train, validation }, { ...unknown, task: "classification" });
    const scored = (score: (epoch: number) => number): History => ({
      ...history,
      metrics: [{ id, title: "Macro F1", better: "higher" }],
      epochs: history.epochs.map((point) => ({
        ...point,
        ...(point.validation && {
          validation: { ...point.validation, metrics: { [id]: score(point.epoch) } },
        }),
      })),
    });
    const fell = diagnose(scored((epoch) => (epoch < 8 ? 0.5 + 0.04 * epoch : 0.82 - 0.03 * (epoch - 8))));
    expect(fell).toMatchObject({ verdict: "overfitting", severity: "severe" });
    expect(fell.sentence).toBe(
      "Validation Macro F1 fell from 82.0 % at epoch 8 (on a fitted curve) to 52.0 % at the end (the median of the last 5); of training it was not recorded.",
    );
    expect(diagnose(scored((epoch) => 0.8 - 0.002 * epoch)).evidence).toEqual([]);
  },
);

test("a score that few rows of a rare class decide does not fall by chance", () => {
  const train = curve(20, decay(2, 0.3, 3));
  const validation = train.map((loss, i) => loss + 0.02 + 0.002 * (i % 2));
  const rare = { id: "f1.1", title: "F1 of b", score: "f1", className: "b", better: "higher" } as const;
  const fallen = (rows: number): boolean => {
    const history = historyOf({ train, validation }, { ...unknown, task: "classification" });
    const found = diagnose({
      ...history,
      metrics: [{ id: "f1Macro", title: "Macro F1", better: "higher" }],
      classMetrics: [{ ...rare, validationRows: rows }],
      rows: { ...history.rows, validation: 500 },
      epochs: history.epochs.map((point) => ({
        ...point,
        ...(point.validation && {
          validation: {
            ...point.validation,
            metrics: {
              f1Macro: point.epoch < 8 ? 0.5 + 0.02 * point.epoch : 0.66 - 0.013 * (point.epoch - 8),
            },
          },
        }),
      })),
    });
    return found.evidence.some(({ sign }) => sign === "falling-score");
  };
  // A fall of about 0.13.
  expect(fallen(100)).toBe(true);
  expect(fallen(16)).toBe(false);
});

test("one series for both, and two that were swapped, are told", () => {
  const { train, validation = [] } = overfit(60, 20, wobbling(2));
  const same = diagnose(historyOf({ train, validation: train }, unknown));
  expect(same.verdict).toBe("suspiciousValidation");
  expect(same.sentence).toContain("are the same numbers at all 60 epochs");
  const swapped = diagnose(historyOf({ train: validation, validation: train }, unknown));
  expect(swapped.verdict).toBe("suspiciousValidation");
  expect(swapped.sentence).toContain("the two series look swapped");
  const flat = curve(30, (epoch) => 2.2 + 0.01 * (epoch % 2));
  expect(diagnose(historyOf({ train: flat, validation: train.slice(0, 30) })).sentence).toContain(
    "look swapped",
  );
});

test("a loss that stays where it began has learned nothing", () => {
  const level = curve(20, (epoch) => 0.6931 + 0.0001 * (epoch % 2));
  for (const validation of [level, level.map((loss) => loss + 0.0002)]) {
    const found = diagnose(historyOf({ train: level, validation }, unknown));
    expect(found.verdict).toBe("underfitting");
    expect(found.sentence).toContain("is what a guess among 2 equal classes costs");
  }
});

test("what hinges on a guess is told as uncertain, what is stated is not", () => {
  const train = curve(40, decay(1, 0.05, 4));
  const curves = {
    train,
    validation: train.map((loss, i) => loss + 0.15 + 0.002 * (i % 3)),
    error: Number.NaN,
  };
  const guessed = diagnose(historyOf(curves, unknown));
  expect(guessed.baseline).toMatchObject({ source: "guessed" });
  expect(guessed.severity).toBe("moderate");
  // A gap of 0.15 is a quarter of 0.6 and a tenth of 1.5.
  expect(guessed.uncertainSeverity?.severeBelow).toBeCloseTo(0.6, 1);
  expect(guessed.uncertainSeverity?.mildAbove).toBeCloseTo(1.5, 1);
  expect(guessed.sentence).toMatch(
    /guessed at 0\.\d+.*The guess is the first loss of the log: the overfitting would be severe below 0\.\d+, mild above 1\.\d+\.$/su,
  );
  expect(guessed.sentence).toContain("by its wobble alone; the number of validation rows is unknown");
  const stated = diagnose(historyOf(curves, { ...unknown, baselineLoss: 1 }));
  expect(stated.uncertainSeverity).toBeUndefined();
  expect(stated.sentence).not.toContain("guess");
});

test("a start far above all that follows hides no overfitting", () => {
  const noise = wobbling(4);
  const train = curve(200, (epoch) => decay(600, 1, 8)(epoch));
  const rising = (rise: number) =>
    curve(200, (epoch) => decay(580, 9, 8)(epoch) + Math.max(0, epoch - 60) * (rise / 140) + 10 * noise());
  const risen = diagnose(historyOf({ train, validation: rising(4.2), error: Number.NaN }, unknown));
  expect(risen).toMatchObject({ verdict: "overfitting", severity: "mild" });
  expect(Math.abs((risen.onset ?? 0) - 60)).toBeLessThanOrEqual(10);
  // The rise of 4.2 from 9 is a quarter of the way from about 26, and a tenth of that from 51.
  expect(risen.sentence).toMatch(/would be severe below 2\d\.\d+, moderate below [45]\d\.\d+\.$/u);
  const level = diagnose(historyOf({ train, validation: rising(0), error: Number.NaN }, unknown));
  expect(level.verdict).toBe("healthy");
  expect(level.sentence).toMatch(
    /by little only if nothing learned \(guessed at 5\d\d\.\d+\) is right: below 1\d\d\.\d+/u,
  );
  expect(level.sentence).not.toContain("agree");
  const small = diagnose(historyOf({ train, validation: rising(1.2), error: Number.NaN }, unknown));
  expect(small.sentence).toMatch(/validation loss rose by 1\.\d+ from its lowest \(\d\.\d+\)\.$/u);
});

test("a spike at the start is no loss of nothing learned", () => {
  const { train, validation = [] } = overfit(60, 20, wobbling(5));
  const judged = (spiked: boolean) =>
    diagnose(
      historyOf(
        {
          train: spiked ? [900, ...train.slice(1)] : train,
          validation: spiked ? [850, ...validation.slice(1)] : validation,
          error: Number.NaN,
        },
        unknown,
      ),
    );
  expect(judged(true)).toMatchObject({ verdict: "overfitting", severity: judged(false).severity });
  expect(judged(true).baseline?.loss).toBeLessThan(3);
  // A fall that goes on at its first pace is a course.
  const fast = curve(6, (epoch) => 100 ** -epoch);
  expect(diagnose(historyOf({ train: fast, validation: fast }, unknown)).baseline?.loss).toBeCloseTo(0.01);
});

test("the gap in the numbers is the one in the sentence", () => {
  const noise = wobbling(3);
  const train = curve(40, (epoch) => decay(1, 0.05, 4)(epoch) + 4 * noise());
  const validation = curve(40, (epoch) => decay(1, 0.3, 4)(epoch) + 4 * noise());
  const gap = diagnose(historyOf({ train, validation }, unknown)).evidence.find(
    ({ sign }) => sign === "large-gap",
  );
  const { train: p = 0, validation: q = 0, gap: size = 0 } = gap?.numbers ?? {};
  expect(size).toBe(q - p);
  expect(Number(/a gap of ([\d.]+)/u.exec(gap?.sentence ?? "")?.[1])).toBeCloseTo(size, 2);
});

test("losses below 0, as of a density, are judged by how far they spread", () => {
  const ofDensity = { ...unknown, task: "classification" } as const;
  const train = curve(30, decay(-1.5, -3, 8));
  const fine = diagnose(historyOf({ train, validation: train.map((loss) => loss + 0.05) }, ofDensity));
  expect(fine.verdict).not.toBe("suspiciousValidation");
  expect(fine.baseline?.loss).toBeCloseTo(1.5, 0);
  const turning = curve(30, (epoch) => Math.max(-1.5 - 0.03 * epoch, -1.74) + 0.04 * Math.max(0, epoch - 11));
  const risen = diagnose(
    historyOf({ train, validation: turning.map((loss, i) => loss + 0.003 * (i % 2)) }, ofDensity),
  );
  expect(risen).toMatchObject({ verdict: "overfitting", severity: "severe" });
  expect(risen.sentence).toContain("how far the losses spread, 1.");
});

test("a validation loss that was never below nothing learned has no way down to give back", () => {
  const train = curve(20, (epoch) => 0.7 - 0.01 * epoch);
  const validation = curve(20, (epoch) => 0.73 + 0.004 * Math.abs(epoch - 8));
  const told = (baselineLoss?: number) =>
    diagnose(
      historyOf(
        { train, validation, error: Number.NaN },
        { classes: 2, baselineLoss: baselineLoss as number },
      ),
    ).sentence;
  expect(told(Math.log(2))).toMatch(
    /: it was never below nothing learned \(0\.693\), so that no part of what/u,
  );
  expect(told(2)).toMatch(/: it gave back 3\.\d % of its way down from nothing learned \(2\.000\)\./u);
});

/** The numbers of a sentence as it shows them, those of places left out. */
const shown = (sentence: string): number[] =>
  [...sentence.replaceAll(/(?:epoch|last) \d+/gu, "").matchAll(/\d+(?:\.\d+)?/gu)].map(([number]) =>
    Number(number),
  );

const noisy = (seed: number) => {
  const source = stream(seed, "noisy");
  return () => 0.05 * source.normal();
};

const factOf = (history: History, id: string) => diagnose(history).evidence.find(({ sign }) => sign === id);

test.each([1, 2, 3])(
  "the share of a rise can be worked out from the numbers beside it (noise %i)",
  (seed) => {
    const rise = factOf(historyOf(overfit(60, 20, noisy(seed)), unknown), "late-rise");
    const [low, high, , , share, baseline] = shown(rise?.sentence ?? "") as [
      number,
      number,
      0,
      0,
      number,
      number,
    ];
    expect(share).toBeGreaterThan(10);
    expect((100 * (high - low)) / (baseline - low)).toBeCloseTo(share, 0);
  },
);

test.each([1, 2, 3])(
  "the share of a fall can be worked out from the numbers beside it (noise %i)",
  (seed) => {
    const noise = noisy(seed);
    const train = curve(60, decay(2.3, 0.3, 40));
    const validation = train.map((loss) => loss + 0.1 + noise());
    const fall = factOf(historyOf({ train, validation }, unknown), "still-improving");
    const [from, to, share, baseline] = shown(fall?.sentence ?? "") as [number, number, number, number];
    expect(share).toBeGreaterThan(5);
    expect((100 * (from - to)) / baseline).toBeCloseTo(share, 0);
  },
);

test("of a loss and a score that tell how little was learned, the one that the share is of is named", () => {
  const scores = curve(20, () => 0.6);
  const losses = curve(20, () => 0.663);
  const found = diagnose(
    historyOf(
      { train: losses, validation: losses, scores: { train: scores, validation: scores } },
      { ...unknown, task: "classification" },
    ),
  );
  expect(found.evidence.find(({ sign }) => sign === "underfitting")?.sentence).toMatch(
    /training loss was 0\.663 and training accuracy 60\.0 %, near the 0\.693 and 50\.0 % of a guess among 2 equal classes: training covered only 20\.0 % of the way to perfect by its accuracy/u,
  );
});

test("a score that got lower within its noise is not said to be held", () => {
  const wobble = (i: number) => 0.02 * [0, 1, -1, 0.5, -0.5][i % 5]!;
  const { train, validation } = overfit(40, 15);
  const scores = {
    train: train.map(() => 0.95),
    validation: train.map((_, i) => (i < 20 ? 0.76 : 0.745) + wobble(i)),
  };
  const found = diagnose(historyOf({ train, validation: validation as number[], scores }));
  const told = found.evidence.find(({ sign }) => sign === "over-confidence")?.sentence ?? "";
  const { before = 0, after = 0 } =
    found.evidence.find(({ sign }) => sign === "over-confidence")?.numbers ?? {};
  expect(after).toBeLessThan(before);
  expect(told).toContain("fell by less than its own noise");
  expect(told).toContain("it is not measurably wrong more often");
});
