import type { ComponentChildren, VNode } from "preact";
import type { Scores } from "../history/index.ts";
import { EpochTable } from "./epochs.tsx";
import { RunFigures } from "./figures.tsx";
import { FormulaView } from "./formula.tsx";
import type { ReportPrescription, ReportRun } from "./input.ts";
import { asText, lossText, orDash, shownBecause, shownEpoch } from "./outcome.ts";
import { Table } from "./table.tsx";
import { verdictTone } from "./verdict.ts";

interface RunProps {
  readonly run: ReportRun;
}

const Part = (props: { readonly title: string; readonly children: ComponentChildren }): VNode => (
  <section class="part">
    <h3>{props.title}</h3>
    {props.children}
  </section>
);

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

const count = (rows: number): string => rows.toLocaleString("en-US");

function ScoreTable({ run }: RunProps): VNode | null {
  const shown = shownEpoch(run);
  if (shown === undefined) return null;
  const { metrics, rows } = run.history;
  const row = (header: string, scores: Scores) => ({
    header,
    cells: [lossText(scores), ...metrics.map(({ id }) => orDash(scores.metrics[id]))],
  });
  return (
    <Part title="Scores">
      <Table
        caption={shownBecause(run)}
        columns={["Measured on", "Loss", ...metrics.map(({ title }) => title)]}
        rows={[
          row(
            `Training (${rows.trainMeasured < rows.train ? `${count(rows.trainMeasured)} of ` : ""}${count(rows.train)} rows)`,
            shown.train,
          ),
          ...(shown.validation === undefined
            ? []
            : [row(`Validation (${count(rows.validation)} rows)`, shown.validation)]),
          ...(run.test === undefined ? [] : [row("Test", run.test)]),
        ]}
      />
    </Part>
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
      <Techniques run={run} />
      <Facts run={run} />
      <Part title="Details">
        <EpochTable run={run} />
        <details>
          <summary>Recipe</summary>
          <Copyable label={`Recipe of ${run.name}`} text={asText(run.recipe)} />
        </details>
      </Part>
    </section>
  );
}
