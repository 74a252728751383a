import type { History } from "../history/index.ts";
import { type ClassCurve, classCurves } from "./class-curves.ts";
import { evaluated } from "./curve.ts";
import { type Fall, fallOf } from "./fall.ts";
import type { Limits } from "./sign.ts";

/** A class whose validation score fell. */
export interface ClassFall extends Fall {
  readonly curve: ClassCurve;
}

/** Chance may call the classes of a healthy run falling once in twenty. */
const levelOfClasses = 0.05;
/** Flat curves are too few to show a smaller chance. */
const leastChance = 0.005;

const byDepth = (a: Fall, b: Fall): number => b.from - b.to - (a.from - a.to);

/** The classes whose validation score fell, the deepest fall first. */
export function classFalls(history: History, limits: Limits): readonly ClassFall[] {
  const curves = classCurves(history);
  return curves.flatMap((curve) => fallOfClass(curve, limits, curves.length) ?? []).toSorted(byDepth);
}

/** A fall by as much as a large gap, and by more rows than chance turns all one way (each with probability one half) in any of so many classes. */
function fallOfClass(curve: ClassCurve, limits: Limits, classes: number): ClassFall | undefined {
  const chance = Math.max(leastChance, levelOfClasses / classes);
  const fall = fallOf(curve, { least: limits.largeGap, chance });
  if (fall === undefined) return undefined;
  const { validationRows: rows } = curve.metric;
  const isEnough = rows === undefined || (fall.from - fall.to) * rows >= Math.log2(classes / levelOfClasses);
  return isEnough ? { ...fall, curve } : undefined;
}

/** A score of all rows that fell. */
export interface ScoreFall extends Fall {
  readonly id: string;
  readonly title: string;
  /** Whether it was recorded in training too. */
  readonly isTrained: boolean;
}

/** Scores that weigh both kinds of error; precision and recall alone go up and down with the threshold. */
const whole =
  /(?:^|_)(?:f1|fscore|accuracy|auc|auprc|average_precision|map|map50|dice|iou|miou|jaccard|kappa|mcc)(?:$|_|\d)/u;

/** Ids of own runs and of some logs are in camel case: rocAuc. */
const snakeCase = (id: string): string =>
  id.replaceAll(/(?<=[a-z\d])[A-Z]/gu, (letter) => `_${letter}`).toLowerCase();

/** Chance may call a healthy score falling once in a hundred. */
const levelOfScores = 0.01;

/** Accuracy counts all rows alike; the other scores hang on the rarest class. */
const countsAll = /(?:^|_)accuracy(?:$|_|\d)/u;

/** Whether a fall is of more rows than chance turns all one way; where their number is unknown, it is not told. */
function isOfEnoughRows({ id, from, to }: ScoreFall, history: History): boolean {
  const ofClasses = (history.classMetrics ?? []).flatMap(({ validationRows }) => validationRows ?? []);
  const name = snakeCase(id);
  const isEven = countsAll.test(name) && !name.includes("balanced");
  const rows = Math.min(history.rows.validation, ...(isEven ? [] : ofClasses));
  return !(rows > 0) || (from - to) * rows >= Math.log2(1 / levelOfScores);
}

/** The scores of all rows that fell in validation, the deepest fall first. */
export function scoreFalls(history: History, limits: Limits): readonly ScoreFall[] {
  const records = evaluated(history);
  return history.metrics
    .filter(
      ({ id, better, ofClass }) => better === "higher" && ofClass === undefined && whole.test(snakeCase(id)),
    )
    .flatMap(({ id, title }): ScoreFall[] => {
      const validation = records.map((record) => record.validation.metrics[id] ?? Number.NaN);
      const train = records.map((record) => record.train?.metrics[id] ?? Number.NaN);
      if (!isShare(validation)) return [];
      const isTrained = isShare(train);
      const curve = { records, validation, ...(isTrained && { train }) };
      const fall = fallOf(curve, { least: limits.largeGap, chance: levelOfScores });
      return fall ? [{ ...fall, id, title, isTrained }] : [];
    })
    .filter((fall) => isOfEnoughRows(fall, history))
    .toSorted(byDepth);
}

const isShare = (values: readonly number[]): boolean =>
  values.length > 0 && values.every((value) => value >= 0 && value <= 1);
