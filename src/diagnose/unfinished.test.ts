// Runs that ended before their curves did.
import { expect, test } from "vitest";
import { curve, decay, historyOf } from "../../test/support/histories.ts";
import { stream } from "../base/index.ts";
import type { History } from "../history/index.ts";
import { diagnose } from "./index.ts";

test("two validations of known rows tell that it goes on falling, where training was recorded throughout", () => {
  const judge = (last: number, frame: Partial<History> = {}) =>
    diagnose(
      historyOf(
        { train: [0.1, 0.07], validation: [0.13, last], error: Number.NaN, rows: 10_000 },
        { classes: 2, baselineLoss: Math.log(2), trainingRecords: 60, ...frame },
      ),
    ).verdict;
  expect(judge(0.08)).toBe("stillImproving");
  // Each loss is sure to √(0.13 · ln 2 / 10,000) = 0.003.
  expect(judge(0.12)).toBe("tooShort");
  expect(judge(0.2)).toBe("tooShort");
  expect(judge(0.08, { trainingRecords: 2 })).toBe("tooShort");
  expect(judge(0.08, { rows: { train: 0, trainMeasured: 0, validation: 0 } })).toBe("tooShort");
});

test("training near the baseline is only unfinished where as long a run again would leave it, at its last pace", () => {
  const judge = (step: number) => {
    const losses = curve(6, (epoch) => 2.1 - step * epoch);
    return diagnose(historyOf({ train: losses, validation: losses.map((loss) => loss + 0.001) })).verdict;
  };
  // Five more epochs of 0.03 add 0.07 of the range to the 0.16 that was covered: less than a quarter; of 0.06 0.13 to 0.22.
  expect(judge(0.03)).toBe("underfitting");
  expect(judge(0.06)).toBe("stillImproving");
});

test("a step down in the last third, as a cut of the learning rate makes it, is no fall that goes on", () => {
  const judge = (cut: number, after: (epoch: number) => number) => {
    const source = stream(cut, "cut");
    const train = curve(90, decay(0.65, 0.05, 8));
    const validation = curve(90, (epoch) => {
      const level = epoch < cut ? 0.4 : 0.33 + after(epoch - cut);
      return level + 0.3 * Math.exp(-epoch / 8) + 0.003 * source.normal();
    });
    return diagnose(historyOf({ train, validation, error: Number.NaN }, { baselineLoss: 0.7 })).verdict;
  };
  for (const cut of [65, 70, 75, 80, 85]) expect(judge(cut, () => 0)).toBe("overfitting");
  // What falls on after the step does.
  expect(judge(65, (epochs) => -0.012 * epochs)).toBe("stillImproving");
  expect(judge(75, (epochs) => -0.02 * epochs)).toBe("stillImproving");
});
