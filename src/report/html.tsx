import type { VNode } from "preact";
import { Comparison } from "./comparison.tsx";
import type { ReportInput, ReportRun } from "./input.ts";
import { pageHtml, runId, VerdictLine } from "./page.tsx";
import { RunSection } from "./run.tsx";

const Contents = ({ runs }: { readonly runs: readonly ReportRun[] }): VNode => (
  <nav aria-label="Contents">
    <ul>
      <li>
        <a href="#comparison">Comparison</a>
      </li>
      {runs.map((run, i) => (
        <li>
          <a href={`#${runId(i)}`}>{run.name}</a>
        </li>
      ))}
    </ul>
  </nav>
);

/** The report on trained runs as one HTML document. Equal inputs give equal text. */
export function reportHtml({ title, runs }: ReportInput): string {
  const isComparison = runs.length > 1;
  return pageHtml({
    title,
    opening: (
      <>
        {runs.map((run) => (
          <VerdictLine run={run} named={isComparison} />
        ))}
        {isComparison ? <Contents runs={runs} /> : null}
      </>
    ),
    closing:
      "Training and validation scores are measured the same way: after each epoch, with dropout and noise switched off, and without penalties.",
    children: (
      <>
        {isComparison ? <Comparison runs={runs} /> : null}
        {runs.map((run, i) => (
          <RunSection run={run} id={runId(i)} figures={!isComparison} />
        ))}
      </>
    ),
  });
}
