import type { VNode } from "preact";
import {
  classCurves,
  gapCurve,
  type LineFigure,
  lineFigure,
  lossCurves,
  metricCurves,
  type Picture,
  PictureView,
  shareScale,
} from "../draw/index.ts";
import type { JudgedRun, ReportRun } from "./input.ts";
import { leadingMetric } from "./outcome.ts";

/** The learning curves of a run: loss, leading metric, gap, as far as there are any. */
function figuresOf({
  history,
  diagnosis,
}: JudgedRun): Record<"loss" | "metric" | "gap", LineFigure | undefined> {
  const metric = leadingMetric(history);
  const isComparable = history.epochs.some(({ train, validation }) => train && validation);
  return {
    loss: lossCurves(history, diagnosis),
    metric: metric && metricCurves(history, metric.id, diagnosis),
    gap: isComparable ? gapCurve(history, diagnosis) : undefined,
  };
}

/** A picture with how to read it, unless a neighbour says so already. */
export const PictureFigure = (props: { readonly picture: Picture; readonly captioned?: boolean }): VNode => {
  const { picture, captioned = true } = props;
  return (
    <figure>
      <PictureView picture={picture} />
      {captioned && picture.note !== undefined ? <figcaption>{picture.note}</figcaption> : null}
    </figure>
  );
};

/** A figure of lines with how to read it. */
export const FigureView = (props: { readonly figure: LineFigure; readonly captioned: boolean }): VNode => (
  <PictureFigure picture={lineFigure(props.figure)} captioned={props.captioned} />
);

/** The figures of one run. */
export function RunFigures({ run }: { readonly run: JudgedRun }): VNode {
  const { loss, metric, gap } = figuresOf(run);
  const classes = classCurves(run.history, run.diagnosis);
  return (
    <>
      {[loss, metric, gap, classes].map((figure) =>
        figure === undefined ? null : <FigureView figure={figure} captioned />,
      )}
    </>
  );
}

/** What the figure is about, next to the name of its run. */
const shortTitle = (kind: "loss" | "metric" | "gap", { history }: ReportRun): string =>
  kind === "metric" ? (leadingMetric(history)?.title ?? kind).toLowerCase() : kind;

/** The same figure of all runs side by side, on one scale. */
export function ComparedFigures({ runs }: { readonly runs: readonly ReportRun[] }): VNode {
  const all = runs.map((run) => ({ run, figures: figuresOf(run) }));
  const rows = (["loss", "metric", "gap"] as const).map((kind) =>
    all.flatMap(({ run, figures: { [kind]: figure } }) =>
      figure === undefined ? [] : [{ ...figure, title: `${run.name}: ${shortTitle(kind, run)}` }],
    ),
  );
  return (
    <>
      {rows.map((row) => (
        <div class="figures">
          {shareScale(row).map((figure, i) => (
            <FigureView figure={figure} captioned={i === 0} />
          ))}
        </div>
      ))}
    </>
  );
}
