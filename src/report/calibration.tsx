import type { VNode } from "preact";
import { calibrationFigure } from "../draw/index.ts";
import { FigureView } from "./figures.tsx";
import type { ReportRun, ReportScores } from "./input.ts";
import { orDash } from "./outcome.ts";
import { Part } from "./part.tsx";
import { judgingPart, partTitles } from "./scores.tsx";
import { Table } from "./table.tsx";

type Bins = NonNullable<ReportScores["reliability"]>;

const share = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** By how much the mean confidence differs from the share of right answers, in words. */
function surenessText(bins: Bins): string {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  const mean = (read: (bin: Bins[number]) => number): number =>
    bins.reduce((sum, bin) => sum + bin.rows * read(bin), 0) / rows;
  const [confidence, right] = [mean((bin) => bin.confidence), mean((bin) => bin.right)];
  return `Predictions are ${share(confidence)} sure on average, and right in ${share(right)} of the rows.`;
}

/** How far the kept weights' confidence can be believed, in the part that judges the run. */
export function Calibration({ run }: { readonly run: ReportRun }): VNode | null {
  const judging = judgingPart(run);
  const bins = judging?.of.reliability;
  if (judging === undefined || bins === undefined || bins.every(({ rows }) => rows === 0)) return null;
  const part = partTitles[judging.part];
  const error = judging.of.metrics[run.history.calibrationMetric ?? ""];
  return (
    <Part title="Calibration">
      <div class="figures">
        <FigureView figure={calibrationFigure(bins, part)} captioned />
        <div>
          <p>
            {surenessText(bins)}
            {error === undefined
              ? null
              : ` The calibration error, the mean distance between the two over all bins, is ${share(error)}.`}
          </p>
          <details>
            <summary>Calibration in numbers</summary>
            <Table
              caption={`Rows of the ${part} part by the probability of the predicted class`}
              columns={["Confidence", "Rows", "Mean confidence", "Right"]}
              rows={bins.flatMap(({ rows, confidence, right }, i) =>
                rows === 0
                  ? []
                  : [
                      {
                        header: `${share(i / bins.length)} – ${share((i + 1) / bins.length)}`,
                        cells: [orDash(rows), share(confidence), share(right)],
                      },
                    ],
              )}
            />
          </details>
        </div>
      </div>
    </Part>
  );
}
