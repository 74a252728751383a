import { type ClassMetric, type History, unitWord } from "../history/index.ts";
import { marks, type Moments } from "./curves.ts";
import type { LineFigure } from "./figure.ts";
import type { DataRole } from "./theme.ts";

/** As many lines as can be told apart; the class that is told worst stands out most. */
const roles: readonly DataRole[] = ["validation", "gap", "test", "other"];

const titles = { f1: "F1", precision: "Precision", recall: "Recall" } as const;

/**
 * The F1 of single classes on validation data after each epoch (or the first score of classes that was recorded): of those
 * that end lowest. Nothing where classes were not scored.
 */
export function classCurves(history: History, moments: Moments = {}): LineFigure | undefined {
  const scores = history.classMetrics ?? [];
  const kind = (["f1", "recall", "precision"] as const).find((one) =>
    scores.some(({ score }) => score === one),
  );
  const lines = scores
    .filter(({ score }) => score === kind)
    .map((metric) => ({ metric, points: pointsOf(history, metric) }))
    .filter(({ points }) => points.some(([, y]) => Number.isFinite(y)));
  if (kind === undefined || lines.length < 2) return undefined;
  const lowest = lines.toSorted((a, b) => endOf(a.points) - endOf(b.points)).slice(0, roles.length);
  const which =
    lowest.length < lines.length ? `The ${lowest.length} of ${lines.length} classes that end lowest. ` : "";
  return {
    title: `${titles[kind]} class by class on validation data`,
    xLabel: unitWord(history),
    yLabel: titles[kind],
    wholeX: true,
    series: lowest.map(({ metric, points }, i) => ({
      name: metric.className,
      role: roles[i] as DataRole,
      points,
    })),
    marks: marks(history, moments, () => undefined),
    note: `${which}Higher is better.`,
  };
}

const pointsOf = ({ epochs }: History, { id }: ClassMetric): (readonly [number, number])[] =>
  epochs.map(({ epoch, validation }) => [epoch, validation?.metrics[id] ?? Number.NaN]);

const endOf = (points: readonly (readonly [number, number])[]): number =>
  points.findLast(([, y]) => Number.isFinite(y))?.[1] ?? 1;
