import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Curves,
  curve,
  decay,
  type Frame,
  healthy,
  historyOf,
  overfit,
} from "../../test/support/histories.ts";
import { stream } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { diagnose } from "./index.ts";

const signsOf = (history: History): readonly string[] => diagnose(history).evidence.map(({ sign }) => sign);

const explained = (losses: readonly number[]): number[] => losses.map((loss) => 1 - loss);

describe("published curves", () => {
  const table: Curves = {
    epochs: [1, 5, 10],
    train: [0.6, 0.2, 0.1],
    validation: [0.62, 0.58, 0.75],
    scores: { train: [0.7, 0.95, 0.99], validation: [0.68, 0.72, 0.65] },
  };
  const frames: Record<string, Frame> = {
    "ten classes": {},
    "two classes": { classes: 2, baselineLoss: Math.log(2) },
    "an unstated baseline": { baselineLoss: undefined as unknown as number },
  };

  test.each(Object.entries(frames))("the example table of the source, %s", (_, frame) => {
    for (const [error, rows] of [
      [0.02, 1000],
      [0, 1000],
      [0.05, 200],
    ] as const) {
      const diagnosis = diagnose(historyOf({ ...table, error, rows }, frame));
      expect(diagnosis).toMatchObject({ verdict: "overfitting", severity: "severe", bestEpoch: 5 });
      expect(diagnosis.onset).toBeGreaterThanOrEqual(1);
      expect(diagnosis.onset).toBeLessThanOrEqual(5);
      const seen = diagnosis.evidence.map(({ sign }) => sign);
      expect(seen).toContain("large-gap");
      expect(seen).not.toContain("over-confidence");
    }
  });

  const folder = process.env["OCKHAM_DATA"] ?? "";
  const nielsen = (name: string): History => {
    const curves = JSON.parse(
      readFileSync(join(folder, "logs/nielsen", `${name}.json`), "utf8"),
    ) as number[][];
    const [validation = [], right = [], train = [], trainRight = []] = curves;
    return historyOf(
      {
        train,
        validation,
        scores: { train: trainRight.map((n) => n / 1000), validation: right.map((n) => n / 10_000) },
        error: 0.02,
        rows: 10_000,
      },
      {
        rows: { train: 1000, trainMeasured: 1000, validation: 10_000 },
        // Ten sigmoid outputs, each right with 1 in 10.
        baselineLoss: -10 * (0.1 * Math.log(0.1) + 0.9 * Math.log(0.9)),
      },
    );
  };
  const missing = !existsSync(join(folder, "logs/nielsen/overfitting.json"));
  const note = missing ? " (skipped: OCKHAM_DATA names no folder with logs/nielsen)" : "";

  test.skipIf(missing)(`Nielsen's unregularized network overfits from epoch 15 on${note}`, () => {
    const diagnosis = diagnose(nielsen("overfitting"));
    expect(diagnosis).toMatchObject({ verdict: "overfitting", severity: "severe", onset: 15, bestEpoch: 15 });
    expect(diagnosis.sentence).toBe(
      "Validation loss turned at epoch 15 (1.203 on a fitted curve) and rose to 1.772 by epoch 400 (the median of the last 5) " +
        "while training loss kept falling (0.307 to 0.0042): it gave back 27.8 % of its way down from nothing learned (3.251).",
    );
    expect(diagnosis.evidence.map(({ sign }) => sign)).toEqual(["late-rise", "over-confidence", "large-gap"]);
  });

  test.skipIf(missing)(`Nielsen's regularized network keeps a gap but still improves${note}`, () => {
    const diagnosis = diagnose(nielsen("regularized"));
    expect(diagnosis).toMatchObject({ verdict: "stillImproving" });
    expect(diagnosis.onset).toBeUndefined();
    expect(diagnosis.evidence.map(({ sign }) => sign)).toEqual(["large-gap", "still-improving"]);
  });
});

describe("synthetic curves", () => {
  test("a run that learns and stays is healthy", () => {
    const diagnosis = diagnose(historyOf(healthy(60)));
    expect(diagnosis).toMatchObject({ verdict: "healthy", evidence: [] });
    expect(diagnosis.sentence).toContain(
      "Over the last 5 epochs training and validation agree (accuracy 96.1 % against 94.6 %)",
    );
  });

  test("a validation loss that turns is dated", () => {
    const diagnosis = diagnose(historyOf(overfit(60, 20)));
    expect(diagnosis).toMatchObject({ verdict: "overfitting", severity: "severe" });
    expect(diagnosis.onset).toBeGreaterThanOrEqual(15);
    expect(diagnosis.onset).toBeLessThanOrEqual(22);
  });

  test("a gap that is small beside what the last epochs gained is still improving, else overfitting", () => {
    const scores = { train: [0.4, 0.55, 0.68, 0.76, 0.82], validation: [0.38, 0.5, 0.61, 0.69, 0.74] };
    const early = historyOf({
      train: [1.9, 1.5, 1.1, 0.8, 0.6],
      validation: [2, 1.6, 1.3, 1.05, 0.9],
      scores,
    });
    expect(diagnose(early).verdict).toBe("stillImproving");
    expect(signsOf(early)).toContain("large-gap");
    const train = curve(40, decay(2.3, 0.001, 4));
    const flat = historyOf({ train, validation: curve(40, decay(2.3, 0.9, 4)) });
    expect(diagnose(flat)).toMatchObject({ verdict: "overfitting", severity: "severe" });
    expect(diagnose(flat).onset).toBeUndefined();
  });

  test("a run stopped early is still improving", () => {
    const train = curve(12, decay(2.3, 0.2, 10));
    const history = historyOf({ train, validation: train.map((loss) => loss + 0.03) });
    expect(diagnose(history)).toMatchObject({ verdict: "stillImproving", bestEpoch: 12 });
  });

  test("training that stays near the baseline is underfitting", () => {
    const train = curve(30, decay(2.3, 2.1, 2));
    expect(diagnose(historyOf({ train, validation: train.map((loss) => loss + 0.02) })).verdict).toBe(
      "underfitting",
    );
  });

  test("numbers that are not finite, and losses above the baseline, are divergence", () => {
    expect(diagnose(historyOf({ train: [2, 1, Number.NaN], validation: [2, 1, 1] }))).toMatchObject({
      verdict: "diverged",
      sentence: "Training loss is no finite number at epoch 3: the run diverged.",
    });
    const broken = (validation: readonly number[]) =>
      diagnose(historyOf({ train: [2, 1.5, 1.2, 1, 0.9], validation }));
    expect(broken([2, 1.5, 1.3, Infinity, Number.NaN]).sentence).toContain("no finite number at epoch 4");
    // What became a number again has not diverged; what never was one says nothing of the weights.
    expect(broken([2, 1.6, Infinity, 1.1, 1]).verdict).toBe("stillImproving");
    const never = broken([1, 2, 3, 4, 5].map(() => Number.NaN));
    expect(never.verdict).toBe("noValidation");
    expect(never.sentence).toMatch(
      /^Validation loss was recorded at 5 epochs and is a finite number at none/u,
    );
    const back = { train: [2, 1, 0.9, 2.5, 2.6, 2.7], validation: [2, 1, 0.9, 2.5, 2.6, 2.7] };
    expect(diagnose(historyOf(back)).verdict).toBe("diverged");
    const away = { train: [3, 30, 300, 3000], validation: [3, 30, 300, 3000] };
    expect(diagnose(historyOf(away)).verdict).toBe("diverged");
    // What began far above the baseline and still comes down only needs time.
    const begun = { train: [30, 25], validation: [30, 25] };
    expect(diagnose(historyOf(begun)).verdict).toBe("tooShort");
    const coming = curve(20, (epoch) => 300 * 0.9 ** epoch);
    expect(diagnose(historyOf({ train: coming, validation: coming.map((loss) => loss + 0.1) })).verdict).toBe(
      "stillImproving",
    );
  });

  test("a gap alone has no onset, however noise bends the end of the curve", () => {
    const train = curve(80, decay(2.3, 0.01, 4));
    const alone = Array.from({ length: 30 }, (_, seed) => {
      const source = stream(seed, "bent end");
      const validation = curve(80, (epoch) => decay(2.3, 0.6, 8)(epoch) + 0.04 * source.normal());
      return diagnose(historyOf({ train, validation }));
    }).filter(({ evidence }) => evidence.every(({ sign }) => sign === "large-gap"));
    expect(alone.length).toBeGreaterThan(20);
    for (const { verdict, onset } of alone) expect([verdict, onset]).toEqual(["overfitting", undefined]);
  });

  test("what cannot be judged is said", () => {
    expect(diagnose(historyOf({ train: [2, 1, 0.5, 0.4] })).verdict).toBe("noValidation");
    expect(diagnose(historyOf({ train: [], validation: [] })).verdict).toBe("tooShort");
    expect(diagnose(historyOf({ train: [2, 1], validation: [2, 1.1] }))).toMatchObject({
      verdict: "tooShort",
      sentence: "Only 2 usable epochs were recorded; a curve needs at least 3 to be judged.",
    });
  });

  test("few validation rows leave a gap open, and the sentence says how many more would settle it", () => {
    const { train, validation = [], scores } = healthy(40);
    const worse = validation.map((loss) => loss + 0.05);
    const shifted = scores && {
      train: scores.train,
      validation: scores.validation.map((score) => score - 0.03),
    };
    const few = diagnose(
      historyOf({ train, validation: worse, rows: 150, ...(shifted && { scores: shifted }) }),
    );
    expect(few).toMatchObject({ verdict: "tooNoisy" });
    const more = few.evidence[0]?.numbers["moreRows"] as number;
    expect(few.sentence).toContain(`${more} more rows`);
    const enough = historyOf({
      train,
      validation: worse,
      rows: 150 + more,
      ...(shifted && { scores: shifted }),
    });
    expect(diagnose(enough).verdict).not.toBe("tooNoisy");
  });

  test("pure noise is called noise", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const source = stream(seed, "noise");
      const noisy = (): number => 1.5 + 0.3 * source.normal();
      const history = historyOf({ train: curve(40, noisy), validation: curve(40, noisy) });
      expect(diagnose(history).verdict, `seed ${seed}`).toBe("tooNoisy");
    }
  });

  test("validation that cannot be right is suspicious", () => {
    const train = curve(20, decay(2.3, 0.1, 3));
    const scores = { train: curve(20, (epoch) => 1 - 0.9 / epoch), validation: curve(20, () => 0.1) };
    const chance = { train, validation: curve(20, (epoch) => 2.3 + epoch / 20), scores };
    expect(diagnose(historyOf(chance)).verdict).toBe("suspiciousValidation");
    expect(diagnose(historyOf({ train, validation: curve(20, () => 2.3) })).verdict).toBe(
      "suspiciousValidation",
    );
    const better = { train: train.map((loss) => loss + 0.4), validation: train };
    expect(diagnose(historyOf(better)).verdict).toBe("suspiciousValidation");
  });

  test("over-confidence is told from more errors", () => {
    const { train, validation = [] } = overfit(60, 20);
    const held = { train: curve(60, () => 0.99), validation: curve(60, (epoch) => 0.95 - 0.3 / epoch) };
    const lost = { ...held, validation: curve(60, (epoch) => 0.95 - Math.abs(epoch - 20) / 200) };
    expect(signsOf(historyOf({ train, validation, scores: held }))).toContain("over-confidence");
    expect(signsOf(historyOf({ train, validation, scores: lost }))).not.toContain("over-confidence");
  });

  test("a regression is judged by its loss", () => {
    const regression = { task: "regression" } as const;
    const train = curve(50, decay(1, 0.05, 5));

    const judge = (validation: number[]) =>
      diagnose(
        historyOf(
          { train, validation, scores: { train: explained(train), validation: explained(validation) } },
          regression,
        ),
      );
    expect(judge(train.map((loss) => loss + 0.01)).verdict).toBe("healthy");
    expect(judge(curve(50, decay(1, 0.4, 5)))).toMatchObject({ verdict: "overfitting", severity: "severe" });
    expect(judge(curve(50, (epoch) => decay(1, 0.2, 3)(epoch) + epoch / 100)).onset).toBeLessThan(15);
  });

  test("losses that rise together are no overfitting", () => {
    const losses = curve(60, (epoch) => decay(2.3, 0.5, 4)(epoch) + Math.max(0, epoch - 30) / 100);
    expect(signsOf(historyOf({ train: losses, validation: losses.map((loss) => loss + 0.02) }))).toEqual([]);
  });

  test("one spike at the end is no rise", () => {
    const { train, validation = [] } = healthy(60);
    const source = stream(3, "spike");
    const spiked = validation.map((loss, i) => loss + 0.01 * source.normal() + (i === 59 ? 0.6 : 0));
    expect(diagnose(historyOf({ train, validation: spiked })).verdict).toBe("healthy");
  });

  test("a short curve turns only by more than its rows' sampling error and by a share that matters", () => {
    const train = [2, 1.6, 1.4, 1.35];
    const judge = (validation: readonly number[], error: number) =>
      signsOf(historyOf({ train, validation, error })).includes("late-rise");
    expect(judge([2, 1.5, 1.2, 1.5], 0.05)).toBe(true);
    expect(judge([2, 1.5, 1.2, 1.5], 0.1)).toBe(false);
    expect(judge([2, 1.5, 1.2, 1.5], 0)).toBe(false);
    expect(judge([2, 1.5, 1.2, 1.25], 0.001)).toBe(false);
  });

  test("underfitting is seen in the score when the baseline is not stated", () => {
    const train = curve(30, decay(2.3, 2.1, 2));
    const scores = { train: train.map(() => 0.15), validation: train.map(() => 0.14) };
    const unstated = { baselineLoss: undefined as unknown as number };
    const diagnosis = diagnose(
      historyOf({ train, validation: train.map((loss) => loss + 0.001), scores }, unstated),
    );
    expect(diagnosis.sentence).toMatch(
      /^Over the last 5 epochs training accuracy was 15\.0 %, near the 10\.0 % of chance/u,
    );
  });

  test("a gap in the loss alone is mild while the score holds", () => {
    const train = curve(40, decay(2.3, 0.01, 4));
    const scores = { train: train.map(() => 0.99), validation: train.map(() => 0.97) };
    const history = historyOf({ train, validation: curve(40, decay(2.3, 0.5, 4)), scores });
    expect(diagnose(history)).toMatchObject({ verdict: "overfitting", severity: "mild" });
  });

  test("the user sets what counts", () => {
    const history = historyOf(overfit(60, 20));
    expect(diagnose(history, { severe: 1, moderate: 0.9 }).severity).toBe("mild");
    expect(diagnose(history, { smallest: 2, largeGap: 2 }).verdict).not.toBe("overfitting");
  });
});
