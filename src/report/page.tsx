import type { ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { pictureStyle } from "../draw/index.ts";
import type { JudgedRun } from "./input.ts";
import { pageStyle } from "./style.ts";
import { verdictTitle, verdictTone } from "./verdict.ts";

/** Nothing but what is in the file itself may be loaded, and no script may run. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

interface PageProps {
  readonly title: string;
  /** What stands first, under the title. */
  readonly opening: ComponentChildren;
  readonly closing: string;
  readonly children: ComponentChildren;
}

const Page = ({ title, opening, closing, children }: PageProps): VNode => (
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
        {opening}
      </header>
      <main>{children}</main>
      <footer>
        <p>{closing} Written by Ockham.</p>
      </footer>
    </body>
  </html>
);

/** A page as one HTML document that needs nothing else: no network, no script. Equal inputs give equal text. */
export const pageHtml = (props: PageProps): string =>
  `<!doctype html>\n${renderToString(<Page {...props} />)}\n`;

/** The verdict on a run in one sentence. */
export const VerdictLine = ({ run, named }: { readonly run: JudgedRun; readonly named: boolean }): VNode => (
  <p class={`verdict ${verdictTone(run.diagnosis)}`}>
    {named ? <span class="name">{run.name}</span> : null}
    <strong>{verdictTitle(run.diagnosis)}.</strong> {run.diagnosis.sentence}
  </p>
);

/** The anchor of the section on a run. */
export const runId = (index: number): string => `run-${index + 1}`;
