import { median } from "../base/index.ts";
import { type CurvePoint, type History, type Scores, unitWord } from "../history/index.ts";

/** A record whose losses are numbers, with a validation part. */
export type ValidatedRecord = CurvePoint & { readonly train: Scores; readonly validation: Scores };

/** The records that can be compared: both parts there, both losses finite. */
export const validated = (history: History): ValidatedRecord[] =>
  history.epochs.filter(
    (record): record is ValidatedRecord =>
      record.validation !== undefined &&
      Number.isFinite(record.validation.loss) &&
      Number.isFinite(record.train?.loss),
  );

/** A record whose validation loss is a number; its training part only where some is. */
export type EvaluatedRecord = CurvePoint & { readonly validation: Scores };

/** Whether any training loss was recorded. */
export const isTrained = ({ epochs }: History): boolean => epochs.some(({ train }) => train !== undefined);

/** The records that tell the course of validation: those that can be compared, or, of a log without training, all it holds. */
export const evaluated = (history: History): EvaluatedRecord[] =>
  isTrained(history)
    ? validated(history)
    : history.epochs.filter((record): record is EvaluatedRecord => Number.isFinite(record.validation?.loss));

/** A score that has a known range. */
export interface RangedMetric {
  readonly id: string;
  /** Lower case, for the middle of a sentence. */
  readonly name: string;
  /** What a guess scores: one right answer in `classes`. */
  readonly chance: number;
  /** From chance to 1. */
  readonly range: number;
}

/** The leading score of a classification, when more of it is better and all that validation scored lies between 0 and 1. */
export function leadingShare({
  task,
  metrics: [metric],
  epochs,
}: History): Pick<RangedMetric, "id" | "name"> | undefined {
  if (task !== "classification" || metric?.better !== "higher") return undefined;
  const scores = epochs.flatMap(({ validation }) => validation?.metrics[metric.id] ?? []);
  if (!scores.every((score) => score >= 0 && score <= 1)) return undefined;
  const name = /^[A-Z][a-z]+$/u.test(metric.title) ? metric.title.toLowerCase() : metric.title;
  return { id: metric.id, name };
}

/** The leading score of a classification whose number of classes is known; other scores have no range that a history states. */
export function rangedMetric(history: History): RangedMetric | undefined {
  const { classes } = history;
  const metric = leadingShare(history);
  return metric && classes >= 2 ? { ...metric, chance: 1 / classes, range: 1 - 1 / classes } : undefined;
}

/** How many points at the end stand for "the end": a third of a short curve, five of a long one. */
export const endLength = (points: number): number => Math.max(1, Math.min(5, Math.floor(points / 3)));

/** The median of the last points, which a single spike does not move. */
export const end = (values: readonly number[]): number => median(values.slice(-endLength(values.length)));

/** Where {@link end} looks, as the start of a sentence. */
export function endWords(records: readonly CurvePoint[], history: Pick<History, "unit">): string {
  const last = records.slice(-endLength(records.length));
  const [from, to] = [last[0]?.epoch ?? 0, last.at(-1)?.epoch ?? 0];
  const unit = unitWord(history);
  if (last.length <= 1) return `After ${unit} ${to}`;
  // Logs of other programs leave epochs out.
  const gapless = to - from + 1 === last.length;
  return `Over the last ${last.length} ${gapless ? "" : "recorded "}${unit}s`;
}

/** "epoch 3", "round 120": a place as the log counts it. */
export const placeOf = ({ epoch }: CurvePoint, history: Pick<History, "unit">): string =>
  `${unitWord(history)} ${epoch}`;

/** Says of one number what {@link end} took. */
export const endMedian = (points: number): string =>
  endLength(points) > 1 ? `the median of the last ${endLength(points)}` : "the last";

/** Says what {@link end} took of several points. */
export const endKind = (records: readonly CurvePoint[]): string =>
  endLength(records.length) > 1 ? " (medians)" : "";

/** The fewest points from which a curve's own noise can be told. */
export const pointsForNoise = 6;

/**
 * The standard deviation of a curve's noise from point to point, from its second differences (which a smooth curve leaves
 * near 0; their variance is 6 times the noise's) by their median, which a steep start or a few spikes do not move.
 */
export function noise(values: readonly number[]): number {
  if (values.length < 3) return 0;
  const bends = values
    .slice(2)
    .map((value, i) => Math.abs(value - 2 * (values[i + 1] as number) + (values[i] as number)));
  return median(bends) / (0.6744897501960817 * Math.sqrt(6));
}
