import { mean } from "../base/index.ts";
import type { ClassMetric, History, Scores } from "../history/index.ts";
import { evaluated, type EvaluatedRecord } from "./curve.ts";

/** One score of one class, at every record that can be judged. */
export interface ClassCurve {
  readonly metric: ClassMetric;
  readonly records: readonly EvaluatedRecord[];
  /** Without a value that is no number; absent where the training part was not scored by class. */
  readonly train?: readonly number[];
  readonly validation: readonly number[];
}

/** What F1, precision and recall are called in a sentence. */
export const scoreName = ({ score }: ClassMetric): string => (score === "f1" ? "F1" : score);

const complete = (values: readonly number[]): boolean =>
  values.length > 0 && values.every((value) => value >= 0 && value <= 1);

/** One curve for each class: of its F1, or of the first score of it that was recorded throughout. */
export function classCurves(history: History): readonly ClassCurve[] {
  const records = evaluated(history);
  const all = (history.classMetrics ?? []).flatMap((metric): ClassCurve[] => {
    const of = (read: (record: EvaluatedRecord) => Scores | undefined): number[] =>
      records.map((record) => read(record)?.metrics[metric.id] ?? Number.NaN);
    const [train, validation] = [of((record) => record.train), of((record) => record.validation)];
    return complete(validation) ? [{ metric, records, validation, ...(complete(train) && { train }) }] : [];
  });
  const order = ["f1", "recall", "precision"];
  const sorted = all.toSorted((a, b) => order.indexOf(a.metric.score) - order.indexOf(b.metric.score));
  return sorted.filter(
    ({ metric }, i) => sorted.findIndex((other) => other.metric.className === metric.className) === i,
  );
}

/** How many rows a class has in validation, in shares of what an even one among some would have. */
export function rarityOf(
  curve: ClassCurve | undefined,
  among: readonly ClassCurve[],
): { readonly rarity?: number } {
  const rows = among.map(({ metric }) => metric.validationRows ?? Number.NaN);
  const rarity = (curve?.metric.validationRows ?? Number.NaN) / mean(rows);
  return Number.isFinite(rarity) ? { rarity } : {};
}
