import type { LogColumn, LogTable } from "./log-table.ts";
import { classOf, type LogPart } from "./measures.ts";

/** Which series of a log is what. */
export interface Roles {
  readonly epoch?: LogColumn | undefined;
  readonly iteration?: LogColumn | undefined;
  readonly step?: LogColumn | undefined;
  readonly learningRate?: LogColumn | undefined;
  readonly train?: LogColumn | undefined;
  readonly validation?: LogColumn | undefined;
  readonly test?: LogColumn | undefined;
  /** What nothing learned scores, where the losses are made of a score for which that is known. */
  readonly lossOfNothing?: number | undefined;
  /** Losses that were left for metrics. */
  readonly otherLosses: readonly LogColumn[];
  readonly metrics: Readonly<Record<LogPart, readonly LogColumn[]>>;
}

/** The part of each series: as its name says, or that of the names that say none. */
export type PartOf = (column: LogColumn) => LogPart;

const isPlain = ({ measure }: LogColumn): boolean => measure.part === undefined && measure.kind === "loss";

/**
 * Names without a part are of training where the same name has a part of validation, and in a log with a plain `loss`, as
 * Keras has it; elsewhere they are of validation, as fastai has it.
 */
export function partsOf({ columns }: LogTable, unnamed?: LogPart): PartOf {
  const fallback = unnamed ?? (columns.some(isPlain) ? "train" : "validation");
  const idsOf = (isOfTraining: boolean): ReadonlySet<string> =>
    new Set(
      columns.flatMap(({ measure: { part, id } }) =>
        part !== undefined && (part === "train") === isOfTraining ? [id] : [],
      ),
    );
  const [trained, heldOut] = [idsOf(true), idsOf(false)];
  return ({ measure: { part, id } }) => part ?? (heldOut.has(id) && !trained.has(id) ? "train" : fallback);
}

const hasNumbers = ({ values }: LogColumn): boolean => values.some((value) => value !== undefined);

export function rolesOf(table: LogTable, partOf: PartOf): Roles {
  const columns = table.columns.filter(hasNumbers);
  const ofKind = (kind: LogColumn["measure"]["kind"]): LogColumn[] =>
    columns.filter(({ measure }) => measure.kind === kind);
  const losses = ofKind("loss");
  const ids = [...new Set(losses.map(({ measure }) => measure.id))];
  const of = (id: string, part: LogPart): LogColumn | undefined => {
    const all = losses.filter((one) => one.measure.id === id && partOf(one) === part);
    // The mean over an epoch says more than its single updates.
    return all.find(({ measure }) => !measure.isOfStep) ?? all[0];
  };
  const held = (id: string): number => {
    const isHeldOut = of(id, "validation") !== undefined || of(id, "test") !== undefined;
    return Number(isHeldOut) + Number(of(id, "train") !== undefined);
  };
  const rank = (id: string): number => losses.find(({ measure }) => measure.id === id)?.measure.lossRank ?? 9;
  const [id] = ids.toSorted((a, b) => held(b) - held(a) || rank(a) - rank(b));
  const best = (part: LogPart): LogColumn | undefined => {
    const same = id === undefined ? undefined : of(id, part);
    if (same) return same;
    // Names may differ between the parts, as `total_loss` and `loss`, when there is one whole loss each.
    const own = losses.filter((one) => partOf(one) === part && (one.measure.lossRank ?? 9) <= 1);
    return own.length === 1 ? own[0] : undefined;
  };
  const chosen = { train: best("train"), validation: best("validation"), test: best("test") };
  const taken = new Set<LogColumn | undefined>(Object.values(chosen));
  return {
    epoch: ofKind("epoch")[0],
    iteration: ofKind("iteration")[0],
    step: ofKind("step")[0],
    learningRate: ofKind("learningRate")[0],
    ...chosen,
    otherLosses: losses.filter((one) => !taken.has(one) && !sameAsChosen(one, chosen, partOf)),
    metrics: metricsOf(columns, partOf),
  };
}

/** The same loss of single updates beside that of epochs is no other loss. */
const sameAsChosen = (
  { measure }: LogColumn,
  chosen: Partial<Record<LogPart, LogColumn | undefined>>,
  partOf: PartOf,
): boolean =>
  Object.values(chosen).some(
    (one) =>
      one !== undefined && one.measure.id === measure.id && (measure.part ?? partOf(one)) === partOf(one),
  );

const leaders = [
  "accuracy",
  "f1",
  "overall_f1",
  "f1_macro",
  "macro_f1",
  "auc",
  "r2",
  "map50_95",
  "map50",
  "map",
];

/** The metrics of each part, the leading one first, those of single classes last. */
function metricsOf(columns: readonly LogColumn[], partOf: PartOf): Roles["metrics"] {
  const metrics = columns.filter(({ measure }) => measure.kind === "metric");
  const classes = new Set(metrics.flatMap(({ measure }) => classOf(measure.id) ?? []));
  // Where entities are found, the accuracy counts all that is none.
  const order = classes.size > 1 ? ["overall_f1", ...leaders] : leaders;
  const rank = ({ measure }: LogColumn): number => {
    const at = order.indexOf(measure.id);
    return at >= 0 ? at : classOf(measure.id) === undefined ? order.length : order.length + 1;
  };
  const sorted = metrics.toSorted((a, b) => rank(a) - rank(b));
  const of = (part: LogPart): LogColumn[] => {
    const own = sorted.filter((one) => partOf(one) === part);
    return own.filter((one, i) => own.findIndex((other) => other.measure.id === one.measure.id) === i);
  };
  return { train: of("train"), validation: of("validation"), test: of("test") };
}
