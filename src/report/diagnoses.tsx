import type { VNode } from "preact";
import type { CurvePoint, Scores } from "../history/index.ts";
import { RunFigures } from "./figures.tsx";
import { Evidence, Facts, Remedies } from "./findings.tsx";
import type { DiagnosesInput, JudgedRun } from "./input.ts";
import { leadingMetric, orDash } from "./outcome.ts";
import { pageHtml, runId, VerdictLine } from "./page.tsx";
import { Replays } from "./replays.tsx";
import { Table } from "./table.tsx";
import { verdictTitle, verdictTone } from "./verdict.ts";

/** All about one learning curve. */
const Section = (props: { readonly run: JudgedRun; readonly id: string; readonly alone: boolean }): VNode => {
  const { run, id, alone } = props;
  const remarks = run.history.origin?.remarks ?? [];
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{alone ? "The curves" : run.name}</h2>
      {alone ? null : <VerdictLine run={run} named={false} />}
      <div class="figures">
        <RunFigures run={run} />
        <Evidence run={run} />
      </div>
      <Remedies run={run} />
      <Replays run={run} />
      <Facts run={run} title="Where it comes from">
        {remarks.length === 0 ? null : (
          <ul class="remarks">
            {remarks.map(({ sentence }) => (
              <li>{sentence}</li>
            ))}
          </ul>
        )}
      </Facts>
    </section>
  );
};

/** "5 curves: 3 overfitting, 2 healthy." */
function countText(runs: readonly JudgedRun[]): string {
  const titles = runs.map(({ diagnosis: { verdict, sentence, evidence } }) =>
    verdictTitle({ verdict, sentence, evidence }).toLowerCase(),
  );
  const counts = [...new Set(titles)]
    .map((title) => ({ title, count: titles.filter((other) => other === title).length }))
    .toSorted((a, b) => b.count - a.count);
  return `${runs.length} curves: ${counts.map(({ title, count }) => `${count} ${title}`).join(", ")}.`;
}

/** The leading metric at a point, of training and of validation. */
function scoresAt(history: JudgedRun["history"], point?: CurvePoint): string {
  const metric = leadingMetric(history);
  if (!metric) return "–";
  const score = (scores?: Scores): string => orDash(scores?.metrics[metric.id]);
  return `${metric.title} ${score(point?.train)} / ${score(point?.validation)}`;
}

function cellsOf({ history, diagnosis }: JudgedRun): readonly string[] {
  const last = history.epochs.at(-1);
  const best = history.epochs.find(({ epoch }) => epoch === diagnosis.bestEpoch);
  const shown = best ?? last;
  return [
    verdictTitle(diagnosis),
    orDash(diagnosis.onset),
    best === undefined ? "–" : `${orDash(best.epoch)} of ${orDash(last?.epoch)}`,
    orDash(shown?.validation?.loss),
    scoresAt(history, shown),
  ];
}

/** The table of contents: every curve with its verdict. */
const Contents = ({ runs }: { readonly runs: readonly JudgedRun[] }): VNode => (
  <nav aria-label="Contents" class="contents">
    <Table
      caption="Every curve by itself, at its best epoch"
      columns={["Curve", "Verdict", "Onset", "Best epoch", "Validation loss", "Training / validation score"]}
      rows={runs.map((run, i) => ({
        header: <a href={`#${runId(i)}`}>{run.name}</a>,
        cells: cellsOf(run),
      }))}
    />
  </nav>
);

const tones = ["bad", "open", "good"] as const;

const Opening = ({ runs, unread }: DiagnosesInput): VNode => {
  const [only] = runs;
  const tone = tones.find((one) => runs.some(({ diagnosis }) => verdictTone(diagnosis) === one)) ?? "open";
  return (
    <>
      {only !== undefined && runs.length === 1 ? (
        <VerdictLine run={only} named={false} />
      ) : (
        <p class={`verdict ${tone}`}>
          <strong>{countText(runs)}</strong>
        </p>
      )}
      {unread.map((message) => (
        <p class="caution">Not read: {message}</p>
      ))}
      {runs.length === 1 ? null : <Contents runs={runs} />}
    </>
  );
};

/** The diagnoses of learning curves, of logs and of runs, as one HTML document. Equal inputs give equal text. */
export const diagnosesHtml = (input: DiagnosesInput): string =>
  pageHtml({
    title: input.title,
    opening: <Opening {...input} />,
    closing:
      "The numbers of a log are shown as the log holds them; what its losses are stands under “Where it comes from”.",
    children: input.runs.map((run, i) => <Section run={run} id={runId(i)} alone={input.runs.length === 1} />),
  });
