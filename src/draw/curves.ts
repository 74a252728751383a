import { wilsonInterval } from "../base/index.ts";
import {
  type CurvePoint,
  type History,
  type HistoryMetric,
  type Scores,
  unitWord,
} from "../history/index.ts";
import { suitableScale } from "./axes.ts";
import type { EventMark, LineFigure, Series } from "./figure.ts";
import type { Interval } from "./picture.ts";
import type { DataRole } from "./theme.ts";

/** The epochs to point out; a diagnosis has them. */
export interface Moments {
  /** The epoch from which the validation loss only got worse. */
  readonly onset?: number;
  /** The epoch with the best validation loss. */
  readonly bestEpoch?: number;
}

/** What is drawn of an epoch. */
type Read = (record: CurvePoint) => number | undefined;

function series(history: History, name: string, role: DataRole, read: Read): Series {
  return {
    name,
    role,
    points: history.epochs.map((record) => [record.epoch, read(record) ?? Number.NaN]),
  };
}

/** The best epoch and the onset, with a dot where the best one has a value. */
export function marks(history: History, { onset, bestEpoch }: Moments, read: Read): EventMark[] {
  const best = history.epochs.find(({ epoch }) => epoch === bestEpoch);
  const y = best === undefined ? undefined : read(best);
  return [
    ...(bestEpoch === undefined
      ? []
      : [
          {
            kind: "best",
            x: bestEpoch,
            label: `best ${unitWord(history)} ${bestEpoch}`,
            ...(y === undefined ? {} : { y }),
          } as const,
        ]),
    ...(onset === undefined
      ? []
      : [{ kind: "onset", x: onset, label: `onset ${unitWord(history)} ${onset}` } as const]),
  ];
}

/** Training and, when there is any, validation, with what both figures of curves share. */
function curves(
  history: History,
  moments: Moments,
  read: (scores: Scores) => number | undefined,
): Pick<LineFigure, "series" | "marks" | "xLabel" | "wholeX"> {
  const validation: Read = (record) => record.validation && read(record.validation);
  const isValidated = history.epochs.some((record) => record.validation !== undefined);
  const training: Read = (record) => record.train && read(record.train);
  const has = (part: Read): boolean => history.epochs.some((record) => Number.isFinite(part(record)));
  return {
    xLabel: unitWord(history),
    wholeX: true,
    series: [
      // A log may hold validation scores alone.
      ...(has(training) || !has(validation) ? [series(history, "training", "train", training)] : []),
      ...(isValidated ? [series(history, "validation", "validation", validation)] : []),
    ],
    marks: marks(history, moments, validation),
  };
}

/** The band of one standard error to each side. */
const aroundLoss = ({ epoch, validation }: CurvePoint): readonly [number, number, number] => {
  const { loss = Number.NaN, lossStandardError = Number.NaN } = validation ?? {};
  return [epoch, loss - lossStandardError, loss + lossStandardError];
};

const scaleOf = (lines: readonly Series[]): "linear" | "log" =>
  suitableScale(lines.flatMap(({ points }) => points.map(([, y]) => y)));

const hasErrors = (history: History): boolean =>
  history.epochs.some(({ validation }) => (validation?.lossStandardError ?? 0) > 0);

const onWhichData = ({ series: lines }: Pick<LineFigure, "series">): string =>
  `on ${lines.map(({ name }) => name).join(" and ")} data`;

/** The data loss after each epoch on training and validation data, with the standard error of the latter. */
export function lossCurves(history: History, moments: Moments = {}): LineFigure {
  const figure = curves(history, moments, ({ loss }) => loss);
  const yScale = scaleOf(figure.series);
  const banded = hasErrors(history);
  return {
    ...figure,
    title: `Loss ${onWhichData(figure)}`,
    yLabel: yScale === "log" ? "loss (log scale)" : "loss",
    yScale,
    series: figure.series.map((line) =>
      line.role === "validation" && banded ? { ...line, band: history.epochs.map(aroundLoss) } : line,
    ),
    note: `${history.origin ? "The loss as the log holds it" : "Data loss without penalties"}, lower is better.${banded ? " The band is one standard error of the validation loss to each side." : ""}`,
  };
}

/** The 95 % interval that the number of validation rows leaves a share of them; nothing for other scores or unknown rows. */
function aroundShare({ rows, epochs }: History, metric?: HistoryMetric): readonly Interval[] | undefined {
  if (!metric?.isShareOfRows || rows.validation === 0) return undefined;
  return epochs.map(({ epoch, validation }) => {
    const share = validation?.metrics[metric.id] ?? Number.NaN;
    const { low, high } = share >= 0 && share <= 1 ? wilsonInterval(share, rows.validation) : noInterval;
    return [epoch, low, high];
  });
}

const noInterval = { low: Number.NaN, high: Number.NaN } as const;

/**
 * One metric after each epoch on training and validation data; a share of rows with its interval.
 * @param metricId an id of `history.metrics`; an unknown one is titled by its id
 */
export function metricCurves(history: History, metricId: string, moments: Moments = {}): LineFigure {
  const metric = history.metrics.find(({ id }) => id === metricId);
  const title = metric?.title ?? metricId;
  const figure = curves(history, moments, ({ metrics }) => metrics[metricId]);
  const yScale = scaleOf(figure.series);
  const band = aroundShare(history, metric);
  const counted = `${history.rows.validation.toLocaleString("en-US")} validation rows`;
  return {
    ...figure,
    series: figure.series.map((line) => (line.role === "validation" && band ? { ...line, band } : line)),
    title: `${title} ${onWhichData(figure)}`,
    yLabel: yScale === "log" ? `${title} (log scale)` : title,
    yScale,
    ...(metric === undefined
      ? {}
      : {
          note:
            `${metric.better === "higher" ? "Higher" : "Lower"} is better.` +
            (band ? ` The band is the 95 % interval that ${counted} leave open.` : ""),
        }),
  };
}

const gapOf = ({ train, validation }: CurvePoint): number =>
  validation === undefined || train === undefined ? Number.NaN : validation.loss - train.loss;

/** Where training is not measured as validation is, the level of no overfitting is not known. */
const zeroMeans = ({ origin }: History): string =>
  origin === undefined || origin.trainLoss.measured === "evaluation"
    ? "Zero means: as good on new data as on training data."
    : "The training loss of this log is not known to be measured as its validation loss is: zero is no exact mark.";

/** Validation loss minus training loss after each epoch; both are measured on their own rows, so their errors add up. */
export function gapCurve(history: History, moments: Moments = {}): LineFigure {
  const line = series(history, "gap", "gap", gapOf);
  const banded = hasErrors(history);
  const band = history.epochs.map((record) => {
    const { train, validation, epoch } = record;
    const error = Math.hypot(
      train?.lossStandardError ?? Number.NaN,
      validation?.lossStandardError ?? Number.NaN,
    );
    return [epoch, gapOf(record) - error, gapOf(record) + error] as const;
  });
  return {
    title: "Generalization gap",
    xLabel: unitWord(history),
    yLabel: "validation loss − training loss",
    wholeX: true,
    series: [banded ? { ...line, band } : line],
    marks: marks(history, moments, gapOf),
    references: [{ y: 0, label: "no gap" }],
    note: `${zeroMeans(history)}${banded ? " The band is one standard error to each side." : ""}`,
  };
}
