import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { pictureStyle } from "../draw/index.ts";
import { Comparison } from "./comparison.tsx";
import type { ReportInput, ReportRun } from "./input.ts";
import { RunSection } from "./run.tsx";
import { pageStyle } from "./style.ts";
import { verdictTitle, verdictTone } from "./verdict.ts";

/** Nothing but what is in the file itself may be loaded, and no script may run. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const runId = (index: number): string => `run-${index + 1}`;

const VerdictLine = ({ run, named }: { readonly run: ReportRun; readonly named: boolean }): VNode => (
  <p class={`verdict ${verdictTone(run.diagnosis)}`}>
    {named ? <span class="name">{run.name}</span> : null}
    <strong>{verdictTitle(run.diagnosis)}.</strong> {run.diagnosis.sentence}
  </p>
);

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

function Page({ title, runs }: ReportInput): VNode {
  const isComparison = runs.length > 1;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy} />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: pictureStyle + pageStyle }} />
      </head>
      <body>
        <header>
          <h1>{title}</h1>
          {runs.map((run) => (
            <VerdictLine run={run} named={isComparison} />
          ))}
          {isComparison ? <Contents runs={runs} /> : null}
        </header>
        <main>
          {isComparison ? <Comparison runs={runs} /> : null}
          {runs.map((run, i) => (
            <RunSection run={run} id={runId(i)} figures={!isComparison} />
          ))}
        </main>
        <footer>
          <p>
            Training and validation scores are measured the same way: after each epoch, with dropout and noise
            switched off, and without penalties. Written by Ockham.
          </p>
        </footer>
      </body>
    </html>
  );
}

/** The report as one HTML document that needs nothing else: no network, no script. Equal inputs give equal text. */
export const reportHtml = (report: ReportInput): string =>
  `<!doctype html>\n${renderToString(<Page {...report} />)}\n`;
