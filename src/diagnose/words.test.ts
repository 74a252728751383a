import { expect, test } from "vitest";
import { curve, decay, historyOf } from "../../test/support/histories.ts";
import { diagnose } from "./index.ts";
import { counted, digits, digitsBetween, percent, pointsBetween } from "./words.ts";

test("numbers are short, with a true minus sign, and differences are those of what is shown", () => {
  expect([digits(-0.25), digits(-1e26), percent(-0.011), percent(-8e25), percent(-0.0001)]).toEqual([
    "−0.250",
    "−1.00e26",
    "−1.1 %",
    "−8.00e27 %",
    "0.0 %",
  ]);
  expect(pointsBetween(0.89355, 0.99345)).toBe("9.9");
  expect(digitsBetween(0.0042, 1.773)).toBe("1.769");
  expect([counted(1, "row"), counted(4129, "row"), counted(4.8e30, "row")]).toEqual([
    "1 row",
    "4,129 rows",
    "4.80e30 rows",
  ]);
});

test("a divergence is told alone, and no sentence holds long rows of digits", () => {
  const away = curve(8, (epoch) => 2 * 1000 ** epoch);
  const scores = { train: away.map(() => 0.1), validation: away.map(() => 0.1) };
  const validation = away.map((loss) => 3 * loss);
  const diverged = diagnose(historyOf({ train: away, validation, scores, rows: 150, error: 1e22 }));
  expect(diverged.verdict).toBe("diverged");
  expect(diverged.evidence.map(({ sign }) => sign)).toEqual(["diverged"]);
  expect(diverged.sentence).toMatch(/^Over the last 2 epochs training loss was [\d.]+e2\d, worse than/u);
  const wild = diagnose(historyOf({ train: curve(8, decay(2, 0.1, 2)), validation: away }));
  expect(wild.evidence.map(({ sign }) => sign)).toContain("large-gap");
  for (const { sentence } of wild.evidence) expect(sentence).not.toMatch(/\d{8}|(,\d{3}){3}|e\+/u);
});

test("a gap says that it is of the last epochs, and its rounded numbers add up", () => {
  // The medians of the parts are 99.3 and 89.4 apart by less than the median of the differences.
  const scores = {
    train: [0.5, 0.7, 0.9, 0.99, 0.99, 0.99, 0.993, 0.9934, 0.9934],
    validation: [0.5, 0.7, 0.8, 0.85, 0.88, 0.89, 0.895, 0.8936, 0.8916],
  };
  const loss = (part: readonly number[]): number[] => part.map((score) => 2 - 1.9 * score);
  const history = historyOf({ train: loss(scores.train), validation: loss(scores.validation), scores });
  const sentence = diagnose(history).evidence.find(({ sign }) => sign === "large-gap")?.sentence ?? "";
  expect(sentence).toMatch(/^Over the last 3 epochs training accuracy was .* \(medians\): a gap of/u);
  const [, train, validation, gap] =
    /was ([\d.]+) %, validation accuracy ([\d.]+) % \(medians\): a gap of ([\d.]+) points/u.exec(sentence) ??
    [];
  expect((Number(train) - Number(validation)).toFixed(1)).toBe(gap);
  expect(gap).toBe("9.9");
});

test("where training cannot spare the rows that validation needs, more data is asked for", () => {
  const train = curve(40, decay(2.3, 0.1, 4));
  const judge = (trainRows: number) =>
    diagnose(
      historyOf(
        {
          train,
          validation: train.map((loss) => loss + 0.05),
          scores: { train: train.map(() => 0.97), validation: train.map(() => 0.92) },
          rows: 70,
        },
        { rows: { train: trainRows, trainMeasured: trainRows, validation: 70 } },
      ),
    );
  expect(judge(281).verdict).toBe("tooNoisy");
  expect(judge(281).sentence).toMatch(
    /would settle it, more than training can spare: more data is needed\.$/u,
  );
  expect(judge(60_000).sentence).toMatch(/more rows would settle it\.$/u);
});
