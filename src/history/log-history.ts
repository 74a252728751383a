import { UserError } from "../base/index.ts";
import { countedRows } from "./counted-rows.ts";
import { type CurveColumns, type Grouping, groupRows, lastOf, meanOf, type RowGroup } from "./log-points.ts";
import { lossFromScore } from "./log-scores.ts";
import { partsOf, type Roles, rolesOf } from "./log-roles.ts";
import { type RunRows, runsOf } from "./log-runs.ts";
import type { LogColumn, LogTable, Recorded } from "./log-table.ts";
import { withoutGaps, withShares } from "./log-values.ts";
import { classOf, classScoreOf, type LogPart, sharesOfRows } from "./measures.ts";
import type {
  ClassMetric,
  CurvePoint,
  CurveUnit,
  History,
  HistoryMetric,
  LossConvention,
  Origin,
  Remark,
  Scores,
} from "./record.ts";
import { countRemarks, groupRemarks, leftOutRemarks, listed, runRemarks } from "./log-remarks.ts";
import { copied, task, thinned } from "./log-traits.ts";
import { unitWord } from "./unit-word.ts";

/** What a format knows of the logs that it reads. */
export interface LogManner {
  readonly format: string;
  readonly title: string;
  /** The program whose words advice takes, where it is known: `keras`, `xgboost`. */
  readonly program?: string;
  readonly file: string;
  readonly run?: string;
  readonly trainLoss: LossConvention;
  readonly validationLoss: LossConvention;
  /** What the places count, where their column's name does not tell. */
  readonly unit?: CurveUnit;
  /** The part of names that tell none. */
  readonly unnamed?: LogPart;
  readonly rows?: Partial<History["rows"]>;
  readonly classes?: number;
  readonly baselineLoss?: number;
  readonly remarks?: readonly Remark[];
}

/**
 * The learning curves in a log: one a run.
 * @throws UserError when no series of it is a loss or a score.
 */
export function historiesOf(table: LogTable, manner: LogManner): History[] {
  const shares = withShares(table);
  const { places, unit, name } = placesOf(table, scored(shares, manner), manner);
  const all = runsOf(table, places);
  const roles = scored(withoutGaps(shares, all), manner);
  const runs = all.filter(({ rows }) =>
    rows.some((row) => [roles.train, roles.validation].some((one) => one?.values[row] !== undefined)),
  );
  if (runs.length > 500) throw tooMany(manner.file, runs.length);
  return runs.map((run, i) => {
    const [first, last] = [run.rows[0] ?? 0, run.rows.at(-1) ?? 0];
    const among: Remark = {
      kind: "runsInOneFile",
      sentence: `The ${unitWord({ unit })}s begin again: this is run ${i + 1} of ${runs.length}, rows ${first + 1} to ${last + 1}.`,
    };
    const named = runs.length > 1 ? `run ${i + 1} of ${runs.length}` : undefined;
    const own: LogManner = {
      ...manner,
      ...(named && { run: manner.run === undefined ? named : `${manner.run}, ${named}` }),
      remarks: [
        ...(manner.remarks ?? []),
        ...(named ? [among] : []),
        ...leftOutRemarks(roles, shares.columns, run, unit),
      ],
    };
    return historyOf({ roles, run, unit, place: name, manner: own });
  });
}

const tooMany = (file: string, runs: number): UserError =>
  new UserError({
    where: file,
    got: `${runs} places at which the epochs or steps begin again`,
    expected: "a log whose rows follow each other",
    hint: "Sort it by step",
  });

/** The roles, with the test series for validation where there is no other, and a loss made of a score where there is none. */
function scored(table: LogTable, manner: LogManner): Roles {
  const roles = rolesOf(table, partsOf(table, manner.unnamed));
  const moved =
    roles.validation === undefined && roles.test !== undefined
      ? { ...roles, validation: roles.test, metrics: { ...roles.metrics, validation: roles.metrics.test } }
      : roles;
  if (moved.train ?? moved.validation) return moved;
  const made = lossFromScore(moved);
  if (made) return made;
  throw new UserError({
    where: manner.file,
    got: `columns in which no loss is recognised (${listed(table.columns)})`,
    expected:
      'a training log, with series such as "loss" and "val_loss", "train_loss" and "valid_loss" or "accuracy"',
    hint: 'If it is one, name its columns by "--train-loss COLUMN --validation-loss COLUMN"',
  });
}

interface Places {
  readonly places: readonly Recorded[];
  readonly unit: CurveUnit;
  readonly name?: string;
}

function placesOf({ rows }: LogTable, roles: Roles, { unit }: LogManner): Places {
  const { epoch, iteration, step } = roles;
  const [whole, fine] = [epoch ?? iteration, step];
  const place = whole && fine && evaluatedWithin(whole, roles) ? fine : (whole ?? fine);
  if (place === undefined)
    return { places: Array.from({ length: rows }, (_, row) => row + 1), unit: unit ?? "row" };
  const own = place === epoch ? "epoch" : place === iteration ? "iteration" : "step";
  return { places: place.values, unit: unit ?? own, name: place.name };
}

/** Whether one epoch was evaluated several times, so that steps tell more. */
function evaluatedWithin({ values }: LogColumn, { validation }: Roles): boolean {
  const at = values.flatMap((x, row) =>
    x !== undefined && validation?.values[row] !== undefined ? [x] : [],
  );
  return at.length > 3 && new Set(at).size <= at.length / 2 && at.every((x, i) => x >= (at[i - 1] ?? x));
}

interface RunParts {
  readonly roles: Roles;
  readonly run: RunRows;
  readonly unit: CurveUnit;
  readonly place: string | undefined;
  readonly manner: LogManner;
}

function historyOf({ roles, run, unit, place, manner }: RunParts): History {
  const suspects = copied(roles, run.rows);
  const columns: CurveColumns = {
    ...roles,
    trainMetrics: roles.metrics.train.filter(({ measure }) => !suspects.ids.has(measure.id)),
    validationMetrics: roles.metrics.validation.filter(({ measure }) => !suspects.ids.has(measure.id)),
  };
  const grouping = groupRows(run, columns);
  const { points, merged } = thinned(grouping.groups.map((group) => pointOf(group, columns)));
  const counted = {
    train: rowsSeen(columns.trainMetrics, run),
    validation: rowsSeen(columns.validationMetrics, run),
  };
  const train = manner.rows?.train ?? counted.train ?? 0;
  return {
    ...task(roles, manner),
    rows: {
      train,
      trainMeasured: manner.rows?.trainMeasured ?? train,
      validation: manner.rows?.validation ?? counted.validation ?? 0,
    },
    ...metricsIn(columns),
    ...baseline(manner, roles),
    ...trainingRecords(run, columns, grouping),
    ...(unit !== "epoch" && { unit }),
    origin: originOf({ roles, run, unit, place, manner }, [
      ...(manner.remarks ?? []),
      ...suspects.remarks,
      ...runRemarks(roles, run, unit),
      ...groupRemarks(grouping, unit, merged),
      ...countRemarks(counted, manner),
    ]),
    epochs: points,
  };
}

/** The loss of nothing learned, where the format or the score that a loss is made of tells it. */
function baseline(manner: LogManner, roles: Roles): Pick<History, "baselineLoss"> {
  const baselineLoss = manner.baselineLoss ?? roles.lossOfNothing;
  return baselineLoss === undefined ? {} : { baselineLoss };
}

/** How many training losses were recorded, where several make one point. */
const trainingRecords = (
  { rows }: RunRows,
  { train }: CurveColumns,
  { isAveraged }: Grouping,
): Pick<History, "trainingRecords"> =>
  isAveraged ? { trainingRecords: rows.filter((row) => train?.values[row] !== undefined).length } : {};

/** What is recorded of a point. Losses of training are means; of evaluations the last one counts. */
function pointOf({ x, rows }: RowGroup, columns: CurveColumns): CurvePoint {
  const scores = (loss: Recorded, metrics: readonly LogColumn[], of: typeof lastOf): Scores | undefined =>
    loss === undefined
      ? undefined
      : {
          loss: Number.isFinite(loss) ? loss : Number.NaN,
          lossStandardError: Number.NaN,
          metrics: Object.fromEntries(
            metrics.flatMap((one) => {
              const value = of(one, rows);
              return value === undefined ? [] : [[one.measure.id, value]];
            }),
          ),
        };
  const train = scores(meanOf(columns.train, rows), columns.trainMetrics, meanOf);
  const validation = scores(lastOf(columns.validation, rows), columns.validationMetrics, lastOf);
  const learningRate = lastOf(columns.learningRate, rows);
  const step = lastOf(columns.step, rows);
  return {
    epoch: x,
    ...(step !== undefined && { step }),
    ...(train && { train }),
    ...(validation && { validation }),
    ...(learningRate !== undefined && { learningRate }),
  };
}

/** The metrics of a log, those of single classes besides as such. */
function metricsIn(columns: CurveColumns): Pick<History, "metrics" | "classMetrics"> {
  const metrics = metricList(columns);
  const classMetrics = metrics.flatMap(({ id, ofClass }): ClassMetric[] => {
    const score = classScoreOf(id);
    return ofClass === undefined || score === undefined ? [] : [{ id, className: ofClass, score }];
  });
  return { metrics, ...(classMetrics.length > 0 && { classMetrics }) };
}

function metricList({ trainMetrics, validationMetrics }: CurveColumns): HistoryMetric[] {
  const all = [...validationMetrics, ...trainMetrics].map(({ measure }) => measure);
  const distinct = all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
  const classes = new Set(distinct.flatMap(({ id }) => classOf(id) ?? []));
  return distinct.map(({ id, title, better }) => {
    const column = validationMetrics.find(({ measure }) => measure.id === id)?.name;
    const ofClass = classes.size > 1 ? classOf(id) : undefined;
    // Where entities are found, the accuracy counts words.
    const isShareOfRows = classes.size <= 1 && sharesOfRows.has(id);
    return {
      id,
      title,
      better,
      ...(isShareOfRows && { isShareOfRows }),
      ...(ofClass !== undefined && { ofClass }),
      ...(column !== undefined && { column }),
    };
  });
}

function rowsSeen(metrics: readonly LogColumn[], { rows }: RunRows): number | undefined {
  const accuracy = metrics.find(({ measure }) => measure.id === "accuracy");
  const values = rows.flatMap((row) => accuracy?.values[row] ?? []);
  return values.every((value) => value >= 0 && value <= 1) ? countedRows(values) : undefined;
}

function originOf({ roles, run, place, manner }: RunParts, remarks: readonly Remark[]): Origin {
  const { train, validation, learningRate, test } = roles;
  const tested = validation === test ? undefined : lastOf(test, run.rows);
  return {
    format: manner.format,
    title: manner.title,
    ...(manner.program !== undefined && { program: manner.program }),
    file: manner.file,
    ...(manner.run !== undefined && { run: manner.run }),
    columns: {
      ...(place !== undefined && { epoch: place }),
      ...(train && { train: train.name }),
      ...(validation && { validation: validation.name }),
      ...(learningRate && { learningRate: learningRate.name }),
    },
    ...(tested !== undefined && { testLoss: tested }),
    trainLoss: train?.measure.isOfStep ? { ...manner.trainLoss, measured: "batch" } : manner.trainLoss,
    validationLoss: manner.validationLoss,
    remarks,
  };
}
