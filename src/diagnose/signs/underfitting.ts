import { type CurvePoint, type History, type Scores, unitWord } from "../../history/index.ts";
import { baselineLoss } from "../baseline.ts";
import { end, endWords, leadingShare, noise, pointsForNoise, rangedMetric } from "../curve.ts";
import { fallingOf } from "../falling.ts";
import { defineSign, type Limits, type Sighting } from "../sign.ts";
import { digits, percent } from "../words.ts";

interface Learned {
  readonly share: number;
  readonly reached: string;
  readonly baseline: string;
  /** Which of two measures the share is of. */
  readonly by?: string;
}

export const underfitting = defineSign({
  id: "underfitting",
  title: "Training stays near the baseline",
  look: (history, limits) => {
    const learned = fromLoss(history) ?? fromMetric(history) ?? fromBoth(history);
    if (learned === undefined) return stood(history, limits);
    if (!(learned.share < limits.learned)) return undefined;
    // Where a run of twice the length would get away from the baseline at its last pace, it only ended early.
    const pace = inOneMoreRun(history, limits);
    return {
      sentence:
        `${learned.reached}, near the ${learned.baseline}: training covered only ${percent(Math.max(0, learned.share))} of ` +
        `the way to perfect${learned.by ?? ""}, so the model is too weak, too strongly regularized or too slow, or the data hold no more.`,
      numbers: { share: learned.share },
      verdict: "underfitting",
      ...(learned.share + pace < limits.learned &&
        isSteady(history, limits) && {
          explains: ["still-improving", "noisy-validation"],
        }),
    };
  },
});

/** Where no baseline is known: a training loss that stays where it began. */
function stood(history: History, limits: Limits): Sighting | undefined {
  const losses = history.epochs.filter(isTrained).map(({ train }) => train.loss);
  const [first, last] = [losses[0] ?? Number.NaN, end(losses)];
  const isLevel = Math.max(...losses) - Math.min(...losses) < limits.smallest * Math.abs(first);
  if (losses.length < fewestStanding || !isLevel) return undefined;
  const chance = classesGuessing(last);
  return {
    sentence:
      `Training loss did not move: ${digits(first)} at the start, ${digits(last)} at the end. Nothing was learned in these ` +
      `${unitWord(history)}s${chance === undefined ? "" : `; ${digits(last)} is what a guess among ${chance} equal classes costs`}.`,
    numbers: { first, last },
    verdict: "underfitting",
    explains: ["still-improving", "noisy-validation"],
  };
}

/** Fewer points show no standstill. */
const fewestStanding = 3;

/** The number of equal classes, up to ten, a guess among which costs this loss within half a per cent. */
const classesGuessing = (loss: number): number | undefined =>
  [2, 3, 4, 5, 6, 7, 8, 9, 10].find((classes) => Math.abs(loss / Math.log(classes) - 1) < 0.005);

/** By how much validation loss would fall in another run of the same length, at the pace of its end; 0 where it does not fall. */
function inOneMoreRun(history: History, limits: Limits): number {
  const falling = fallingOf(history, limits);
  const [first, last] = [history.epochs[0], history.epochs.at(-1)];
  if (!falling || !first || !last) return 0;
  return (falling.share * (last.epoch - first.epoch)) / (falling.last.epoch - falling.first.epoch);
}

/** Whether training moves little from epoch to epoch: then it is known to have stayed where it is, whatever validation does. */
function isSteady(history: History, limits: Limits): boolean {
  const losses = history.epochs.filter(isTrained).map(({ train }) => train.loss);
  return losses.length < pointsForNoise || noise(losses) < limits.largeGap * baselineLoss(history);
}

const isTrained = (point: CurvePoint): point is CurvePoint & { readonly train: Scores } =>
  Number.isFinite(point.train?.loss);

function fromLoss(history: History): Learned | undefined {
  const { epochs, baselineLoss } = history;
  const records = epochs.filter(isTrained);
  if (baselineLoss === undefined || records.length === 0) return undefined;
  const last = end(records.map(({ train }) => train.loss));
  return {
    share: 1 - last / baselineLoss,
    reached: `${endWords(records, history)} training loss was ${digits(last)}`,
    baseline: `${digits(baselineLoss)} of a constant prediction`,
  };
}

function fromMetric(history: History): Learned | undefined {
  const metric = rangedMetric(history);
  if (metric === undefined) return undefined;
  const records = history.epochs
    .filter(isTrained)
    .filter(({ train }) => Number.isFinite(train.metrics[metric.id]));
  if (records.length === 0) return undefined;
  const last = end(records.map(({ train }) => train.metrics[metric.id] as number));
  return {
    share: (last - metric.chance) / metric.range,
    reached: `${endWords(records, history)} training ${metric.name} was ${percent(last)}`,
    baseline: `${percent(metric.chance)} of chance`,
  };
}

/**
 * Where a log tells neither the number of classes nor a baseline: the fewest equal classes whose guess would cost at least the
 * loss at the end. Little was learned only when the score, too, is near what a guess among them gets.
 */
function fromBoth(history: History): Learned | undefined {
  const metric = history.metrics[0];
  if (history.task !== "classification" || history.classes > 0 || metric?.better !== "higher")
    return undefined;
  const records = history.epochs
    .filter(isTrained)
    .filter(({ train }) => Number.isFinite(train.metrics[metric.id]));
  if (records.length === 0) return undefined;
  const loss = end(records.map(({ train }) => train.loss));
  const score = end(records.map(({ train }) => train.metrics[metric.id] as number));
  const classes = Math.max(2, Math.ceil(Math.exp(loss)));
  const chance = 1 / classes;
  const guess = Math.log(classes);
  const [ofLoss, ofScore] = [1 - loss / guess, (score - chance) / (1 - chance)];
  const name = leadingShare(history)?.name ?? metric.title;
  return {
    share: Math.max(ofLoss, ofScore),
    reached: `${endWords(records, history)} training loss was ${digits(loss)} and training ${name} ${percent(score)}`,
    baseline: `${digits(guess)} and ${percent(chance)} of a guess among ${classes} equal classes`,
    by: ` by its ${ofScore > ofLoss ? name : "loss"}`,
  };
}
