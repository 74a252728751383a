import type { ComponentChildren, VNode } from "preact";
import type { JudgedRun, ReportPrescription } from "./input.ts";
import { asText, ownReason } from "./outcome.ts";
import { Part } from "./part.tsx";
import { verdictTone } from "./verdict.ts";

interface FindingsProps {
  readonly run: JudgedRun;
}

/** Text to take along: one click selects all of it. */
export const Copyable = ({ label, text }: { readonly label: string; readonly text: string }): VNode => (
  <pre role="group" aria-label={label}>
    <code>{text}</code>
  </pre>
);

/** What was seen; `children` come after it. */
export const Evidence = ({
  run,
  children,
}: FindingsProps & { readonly children?: ComponentChildren }): VNode => (
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
    {children}
  </Part>
);

const Remedy = ({ remedy }: { readonly remedy: ReportPrescription }): VNode => {
  const { title, reason, setting, command, watch, expected } = remedy;
  return (
    <li>
      <h4>{title}</h4>
      <p>{reason}</p>
      {expected === undefined ? null : <p>{expected}</p>}
      {setting === undefined ? null : <Copyable label={`Setting: ${title}`} text={asText(setting)} />}
      {command === undefined ? null : <Copyable label={`Command: ${title}`} text={command} />}
      {watch === undefined ? null : <p class="watch">Watch: {watch}</p>}
    </li>
  );
};

/** The rest is folded away. */
const shownAtOnce = 3;

/** What to try, the best first. */
export const Remedies = ({ run }: FindingsProps): VNode | null => {
  const remedies = run.prescriptions.map((remedy) => {
    const own = ownReason(
      remedy,
      run.diagnosis.evidence.map(({ sentence }) => sentence),
    );
    return { ...remedy, reason: `${own.charAt(0).toUpperCase()}${own.slice(1)}` };
  });
  const further = remedies.slice(shownAtOnce);
  return remedies.length === 0 ? null : (
    <Part title="What to try next">
      <ol class="remedies">
        {remedies.slice(0, shownAtOnce).map((remedy) => (
          <Remedy remedy={remedy} />
        ))}
      </ol>
      {further.length === 0 ? null : (
        <details>
          <summary>
            {further.length} further {further.length === 1 ? "remedy" : "remedies"}
          </summary>
          <ol class="remedies" start={shownAtOnce + 1}>
            {further.map((remedy) => (
              <Remedy remedy={remedy} />
            ))}
          </ol>
        </details>
      )}
    </Part>
  );
};

/** What is known besides; `children` come after it. */
export const Facts = ({
  run,
  title = "Facts",
  children,
}: FindingsProps & { readonly title?: string; readonly children?: ComponentChildren }): VNode | null =>
  run.facts.length === 0 ? null : (
    <Part title={title}>
      <dl>
        {run.facts.map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </Part>
  );
