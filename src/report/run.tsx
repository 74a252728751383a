import type { VNode } from "preact";
import { ClassScores } from "./classes.tsx";
import { EpochTable } from "./epochs.tsx";
import { RunFigures } from "./figures.tsx";
import { FormulaView } from "./formula.tsx";
import type { ReportPrescription, ReportRun } from "./input.ts";
import { asText } from "./outcome.ts";
import { Part } from "./part.tsx";
import { AllScores, ScoreTable } from "./scores.tsx";
import { verdictTone } from "./verdict.ts";

interface RunProps {
  readonly run: ReportRun;
}

/** Text to take along: one click selects all of it. */
const Copyable = ({ label, text }: { readonly label: string; readonly text: string }): VNode => (
  <pre role="group" aria-label={label}>
    <code>{text}</code>
  </pre>
);

const Evidence = ({ run }: RunProps): VNode => (
  <Part title="Evidence">
    {run.diagnosis.evidence.length === 0 ? (
      verdictTone(run.diagnosis) === "good" && <p>No sign of trouble was seen.</p>
    ) : (
      <ul>
        {run.diagnosis.evidence.map(({ sentence }) => (
          <li>{sentence}</li>
        ))}
      </ul>
    )}
    <p>
      Stopped after epoch {run.stopped.epoch}: {run.stopped.reason}.
    </p>
  </Part>
);

const Remedy = ({ remedy }: { readonly remedy: ReportPrescription }): VNode => (
  <li>
    <h4>{remedy.title}</h4>
    <p>{remedy.reason}</p>
    <Copyable label={`Setting: ${remedy.title}`} text={asText(remedy.setting)} />
    {remedy.command === undefined ? null : (
      <Copyable label={`Command: ${remedy.title}`} text={remedy.command} />
    )}
    {remedy.watch === undefined ? null : <p class="watch">Watch: {remedy.watch}</p>}
  </li>
);

const Remedies = ({ run }: RunProps): VNode | null =>
  run.prescriptions.length === 0 ? null : (
    <Part title="What to try next">
      <ol class="remedies">
        {run.prescriptions.map((remedy) => (
          <Remedy remedy={remedy} />
        ))}
      </ol>
    </Part>
  );

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

const Facts = ({ run }: RunProps): VNode | null =>
  run.facts.length === 0 ? null : (
    <Part title="Facts">
      <dl>
        {run.facts.map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );

/** All about one run; its figures are left out where a comparison shows them. */
export function RunSection(props: RunProps & { readonly id: string; readonly figures: boolean }): VNode {
  const { run, id, figures } = props;
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      {/* The title of a report on one run names it already. */}
      <h2 id={`${id}-heading`}>{figures ? "The run" : run.name}</h2>
      {figures ? (
        <div class="figures">
          <RunFigures run={run} />
          <Evidence run={run} />
        </div>
      ) : (
        <Evidence run={run} />
      )}
      <Remedies run={run} />
      <ScoreTable run={run} />
      <ClassScores run={run} />
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
