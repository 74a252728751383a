import { mean, normalQuantile } from "../../base/index.ts";
import type { History } from "../../history/index.ts";
import { type ClassCurve, classCurves, rarityOf, scoreName } from "../class-curves.ts";
import { end, endWords, pointsForNoise } from "../curve.ts";
import { endError } from "../gap.ts";
import { defineSign } from "../sign.ts";
import { counted, percent, points, pointsBetween } from "../words.ts";

/** How much worse one class is told in validation than in training. */
interface ClassLoss {
  readonly curve: ClassCurve;
  readonly train: number;
  readonly validation: number;
  readonly size: number;
  readonly error: number;
}

const confident = normalQuantile(0.975);

/**
 * The mean over classes counts a rare class as much as a frequent one, so that a gap shows which the accuracy hides. The error
 * of a class is that of a share of its rows (exact for recall, an approximation for F1 and precision) with the noise from epoch to epoch; errors of classes add up as
 * independent ones.
 */
export const classGap = defineSign({
  id: "class-gap",
  title: "Classes told worse in validation than in training",
  like: "large-gap",
  look: (history, limits) => {
    const losses = classCurves(history).flatMap((curve) => lossOf(curve, history) ?? []);
    const [first] = losses;
    if (first === undefined || losses.length < 2) return undefined;
    const size = mean(losses.map((loss) => loss.size));
    const half = (confident * Math.hypot(...losses.map(({ error }) => error))) / losses.length;
    // A guess among equal classes scores one in their number.
    const range = 1 - 1 / losses.length;
    const isLarge = size - half >= limits.largeGap * range;
    const worst = worstOf(losses, limits.moderate);
    if (!isLarge && worst === undefined) return undefined;
    const { records, metric } = first.curve;
    const [train, validation] = [
      mean(losses.map((one) => one.train)),
      mean(losses.map((one) => one.validation)),
    ];
    const kind = scoreName(metric);
    return {
      sentence:
        `${endWords(records, history)} the mean ${kind} of ${losses.length} classes was ${percent(train)} in training and ` +
        `${percent(validation)} in validation: a gap of ${pointsBetween(validation, train)} points (95 % interval ` +
        `${points(size - half)} to ${points(size + half)})${worst ? `, largest for ${wordsOf(worst)}` : ""}.`,
      numbers: {
        train,
        validation,
        gap: size,
        low: size - half,
        high: size + half,
        share: size / range,
        ...rarityOf(worst?.curve, losses.map(({ curve }) => curve)),
      },
      ...(isLarge && { verdict: "overfitting", stake: size / range }),
    };
  },
});

/** The variance of a share of some rows; one row more of each kind keeps 0 and 1 from counting as certain. */
function sampling(share: number, rows: number): number {
  const drawn = (share * rows + 1) / (rows + 2);
  return (drawn * (1 - drawn)) / rows;
}

function lossOf(curve: ClassCurve, { rows }: History): ClassLoss | undefined {
  const { metric, train, validation } = curve;
  if (train === undefined) return undefined;
  const gaps = train.map((value, i) => value - (validation[i] as number));
  const count = metric.validationRows;
  const isNoiseKnown = gaps.length >= pointsForNoise;
  if (count === 0 || (count === undefined && !isNoiseKnown)) return undefined;
  const [ofTrain, ofValidation] = [end(train), end(validation)];
  const trained = count === undefined ? 0 : (count * rows.trainMeasured) / Math.max(rows.validation, 1);
  const variance =
    (count === undefined ? 0 : sampling(ofValidation, count)) +
    (trained > 0 && rows.trainMeasured < rows.train ? sampling(ofTrain, trained) : 0) +
    (isNoiseKnown ? endError(gaps) ** 2 : 0);
  return {
    curve,
    train: ofTrain,
    validation: ofValidation,
    size: ofTrain - ofValidation,
    error: Math.sqrt(variance),
  };
}

/** The class that loses most, when that is no chance among so many and at least `least`. */
function worstOf(losses: readonly ClassLoss[], least: number): ClassLoss | undefined {
  const critical = normalQuantile(1 - 0.025 / losses.length);
  const low = ({ size, error }: ClassLoss): number => size - critical * error;
  const [worst] = losses.toSorted((a, b) => low(b) - low(a));
  return worst && low(worst) >= least ? worst : undefined;
}

function wordsOf({ curve: { metric }, train, validation }: ClassLoss): string {
  const rows = metric.validationRows === undefined ? "" : `, ${counted(metric.validationRows, "row")}`;
  return `"${metric.className}" (${percent(train)} to ${percent(validation)}${rows})`;
}
