import { mean } from "../base/index.ts";
import type { LogColumn } from "./log-table.ts";
import type { Roles } from "./log-roles.ts";
import type { CurvePoint, History, Remark, Scores } from "./record.ts";

/** More points than that say no more to the eye, and cost time that files from strangers must not cost. */
const mostPoints = 2000;

/** A long curve as the means of neighbouring points; `merged` tells of how many each. */
export function thinned(points: readonly CurvePoint[]): {
  readonly points: readonly CurvePoint[];
  readonly merged: number;
} {
  const merged = Math.ceil(points.length / mostPoints);
  if (merged <= 1) return { points, merged };
  const blocks = Array.from({ length: Math.ceil(points.length / merged) }, (_, i) =>
    points.slice(i * merged, (i + 1) * merged),
  );
  return { points: blocks.map(meanPoint), merged };
}

function meanPoint(block: readonly CurvePoint[]): CurvePoint {
  const last = block.at(-1) as CurvePoint;
  const of = (part: "train" | "validation"): Scores | undefined => {
    const all = block.flatMap((point) => point[part] ?? []);
    const end = all.at(-1);
    if (end === undefined) return undefined;
    const means = Object.keys(end.metrics).map((id) => [
      id,
      mean(all.map(({ metrics }) => metrics[id] ?? (end.metrics[id] as number))),
    ]);
    return { ...end, loss: mean(all.map(({ loss }) => loss)), metrics: Object.fromEntries(means) };
  };
  const [train, validation] = [of("train"), of("validation")];
  return { ...last, ...(train && { train }), ...(validation && { validation }) };
}

/** Metrics and losses that are the same in training and validation, number by number: one was written in the other's place. */
export function copied(
  { metrics, train, validation }: Roles,
  rows: readonly number[],
): { readonly ids: ReadonlySet<string>; readonly remarks: readonly Remark[] } {
  const pairs = metrics.train.flatMap((one) => {
    const other = metrics.validation.find(({ measure }) => measure.id === one.measure.id);
    return other && isCopy(one, other, rows) ? [[one, other] as const] : [];
  });
  const loss = train && validation && isCopy(train, validation, rows) ? [[train, validation] as const] : [];
  return {
    ids: new Set(pairs.map(([one]) => one.measure.id)),
    remarks: [
      ...pairs.map(([one, other]) => remark(one, other, "neither is used")),
      ...loss.map(([one, other]) => remark(one, other, "no gap between them means anything")),
    ],
  };
}

const remark = (one: LogColumn, other: LogColumn, so: string): Remark => ({
  kind: "copiedSeries",
  sentence: `"${one.name}" and "${other.name}" are the same numbers, so one is a copy of the other: ${so}.`,
});

function isCopy(one: LogColumn, other: LogColumn, rows: readonly number[]): boolean {
  const both = rows.filter((row) => one.values[row] !== undefined && other.values[row] !== undefined);
  const distinct = new Set(both.map((row) => one.values[row]));
  return distinct.size >= 3 && both.every((row) => Object.is(one.values[row], other.values[row]));
}

const ofTwoClasses = /^(?:binary_|logloss$)/u;
const ofClasses =
  /accuracy|f1|auc|precision|recall|logloss|entropy|nll|multiclass|multi_class|error_rate|merror/iu;
const ofNumbers =
  /^(?:r2|l1|l2|mape|smape|rmsle|msle|huber|(?:root_)?mean_(?:squared|absolute).*|[rm]?mse|mae)(?:_loss)?$/u;

/** What kind of task a log is of, as its measures tell. */
export function task(
  { train, validation, metrics, otherLosses }: Roles,
  known: { readonly classes?: number },
): Pick<History, "task" | "classes"> {
  const all = [train, validation, ...otherLosses, ...metrics.train, ...metrics.validation].flatMap(
    (one) => one?.measure.id ?? [],
  );
  const names = [...all, ...(train ? [train.name.toLowerCase()] : [])];
  if (known.classes !== undefined) return { task: "classification", classes: known.classes };
  const isDetection = all.some((id) => id.startsWith("map"));
  if (!isDetection && all.some((id) => ofClasses.test(id)))
    return { task: "classification", classes: names.some((id) => ofTwoClasses.test(id)) ? 2 : 0 };
  return { task: all.some((id) => ofNumbers.test(id)) ? "regression" : "unknown", classes: 0 };
}
