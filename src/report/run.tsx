import type { VNode } from "preact";
import { Calibration } from "./calibration.tsx";
import { leakSentences } from "../data/index.ts";
import { ClassScores } from "./classes.tsx";
import { DataPart } from "./data.tsx";
import { EpochTable } from "./epochs.tsx";
import { RunFigures } from "./figures.tsx";
import { Copyable, Evidence, Facts, Remedies } from "./findings.tsx";
import { FormulaView } from "./formula.tsx";
import type { ReportRun } from "./input.ts";
import { asText } from "./outcome.ts";
import { Part } from "./part.tsx";
import { Replays } from "./replays.tsx";
import { AllScores, ScoreTable } from "./scores.tsx";
import { WeightPictures } from "./weights.tsx";

interface RunProps {
  readonly run: ReportRun;
}

/** Good scores may come from a leak: it is told beside them. */
function LeakWarning({ run, dataId }: RunProps & { readonly dataId: string }): VNode | null {
  const found = run.data ? leakSentences(run.data.leaks).length : 0;
  if (found === 0) return null;
  return (
    <p class="caution">
      The scores may owe something to {found === 1 ? "a leak" : `${found} leaks`}: see{" "}
      <a href={`#${dataId}`}>the data</a>.
    </p>
  );
}

const Techniques = ({ run }: RunProps): VNode | null =>
  run.techniques.length === 0 ? null : (
    <Part title="Regularization in this run">
      {run.techniques.map(({ title, summary, formula, strength, effect }) => (
        <div class="technique">
          <h4>
            {title} <span class="strength">{strength}</span>
          </h4>
          <p>{summary}</p>
          <FormulaView latex={formula} />
          {effect === undefined ? null : <p>{effect}</p>}
        </div>
      ))}
    </Part>
  );

/** The last epoch and why it was the last. */
const Stopped = ({ run }: RunProps): VNode => (
  <p>
    Stopped after epoch {run.stopped.epoch}: {run.stopped.reason}.
  </p>
);

/** All about one run; its figures are left out where a comparison shows them. */
export function RunSection(props: RunProps & { readonly id: string; readonly figures: boolean }): VNode {
  const { run, id, figures } = props;
  const dataId = `${id}-data`;
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      {/* The title of a report on one run names it already. */}
      <h2 id={`${id}-heading`}>{figures ? "The run" : run.name}</h2>
      {figures ? (
        <div class="figures">
          <RunFigures run={run} />
          <Evidence run={run}>
            <LeakWarning run={run} dataId={dataId} />
            <Stopped run={run} />
          </Evidence>
        </div>
      ) : (
        <Evidence run={run}>
          <LeakWarning run={run} dataId={dataId} />
          <Stopped run={run} />
        </Evidence>
      )}
      <Remedies run={run} />
      <Replays run={run} />
      <ScoreTable run={run} />
      <ClassScores run={run} />
      <Calibration run={run} />
      <WeightPictures story={run.weights} />
      <DataPart run={run} id={dataId} />
      <Techniques run={run} />
      <Facts run={run} />
      <Part title="Details">
        <AllScores run={run} />
        <EpochTable run={run} />
        <details>
          <summary>Recipe</summary>
          <Copyable label={`Recipe of ${run.name}`} text={asText(run.recipe)} />
        </details>
      </Part>
    </section>
  );
}
