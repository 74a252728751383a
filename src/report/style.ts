import { palette, paper } from "../draw/index.ts";

const scheme = (at: 0 | 1): string => `
  --paper: ${paper[at]};
  --raised: ${at === 0 ? "#f4f5f7" : "#20242b"};
  --ink: ${palette.ink.text[at]};
  --muted: ${palette.muted.text[at]};
  --edge: ${at === 0 ? "#d5d8dc" : "#3a3f48"};
  --link: ${palette.train.text[at]};
  --good: ${palette.best.text[at]};
  --bad: ${palette.validation.text[at]};
  --open: ${palette.train.text[at]};`;

/** The style sheet of a report page; pictures bring their own. */
export const pageStyle = `
:root { color-scheme: light dark; ${scheme(0)} }
@media screen and (prefers-color-scheme: dark) { :root { ${scheme(1)} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 3rem; max-width: 76rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 1rem; padding-top: 1.25rem; border-top: 1px solid var(--edge); overflow-wrap: anywhere; }
h3 { font-size: 1.1rem; margin: 2rem 0 0.6rem; }
h4 { font-size: 1rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
p, li { max-width: 46rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; }
ul, ol { margin: 0 0 0.75rem; padding-left: 1.4rem; }
li { margin-bottom: 0.4rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.verdict { font-size: 1.1rem; max-width: none; padding: 0.7rem 1rem; margin-bottom: 0.6rem; background: var(--raised);
  border-left: 5px solid var(--tone); border-radius: 4px; }
.verdict strong { color: var(--tone); }
.verdict .name { display: block; font-size: 0.9rem; color: var(--muted); }
.good { --tone: var(--good); } .bad { --tone: var(--bad); } .open { --tone: var(--open); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; list-style: none; padding: 0; margin: 1rem 0 0; }
nav li { margin: 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.5rem 2rem; margin-top: 1.25rem; }
.figures > .part > h3 { margin-top: 0.5rem; }
figure { margin: 0; min-width: 0; }
.picture { display: block; width: 100%; height: auto; max-width: 34rem; }
figcaption { font-size: 0.85rem; color: var(--muted); padding: 0.25rem 0.6rem 0; max-width: 38rem; }
.caution { margin-top: 1rem; padding-left: 0.8rem; border-left: 3px solid var(--bad); }
.caution > li::marker { content: none; }
ul.caution { list-style: none; }
.scroll + .scroll { margin-top: 1.25rem; }
.part > h4 { margin-top: 1.25rem; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
caption { caption-side: top; text-align: left; color: var(--muted); font-size: 0.87rem; padding-bottom: 0.4rem; }
th, td { padding: 0.4rem 0.9rem 0.4rem 0; text-align: right; border-bottom: 1px solid var(--edge); vertical-align: baseline; }
th:first-child, #comparison :is(th, td):nth-child(2) { text-align: left; }
tbody td, tbody th { white-space: nowrap; }
thead th { font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--edge); }
tbody th { font-weight: 500; white-space: normal; min-width: 6rem; }
.emphasized td, .emphasized th { font-weight: 700; background: var(--raised); }
.confusion td { padding: 1px; border: 0; }
.confusion td span { display: block; min-width: 2.6rem; padding: 0.3rem 0.4rem; text-align: center; border-radius: 3px;
  background: color-mix(in srgb, var(--tone) var(--share), transparent); }
.confusion .hit { --tone: color-mix(in srgb, var(--link) 45%, transparent); }
.confusion .miss { --tone: color-mix(in srgb, var(--bad) 65%, transparent); }
.confusion thead th { text-align: center; padding: 0.3rem 0.4rem; }
.columns { margin-top: 1.5rem; }
.columns :is(th, td) { text-align: left; }
.columns tbody td:nth-last-child(-n + 2) { white-space: normal; }
pre { margin: 0 0 0.75rem; padding: 0.6rem 0.8rem; background: var(--raised); border: 1px solid var(--edge); border-radius: 4px;
  max-width: 46rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.87rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre code { font: inherit; user-select: all; -webkit-user-select: all; }
.remedies > li { margin-bottom: 1.4rem; }
.watch { color: var(--muted); }
.scroll + .watch, dl + ul { margin-top: 0.9rem; }
.contents tbody th { min-width: 14rem; }
.contents :is(th, td):is(:nth-child(2), :nth-child(6)) { text-align: left; }
.technique { margin-bottom: 1.25rem; }
.strength { font-weight: 400; color: var(--muted); margin-left: 0.4rem; }
.formula { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", Cambria, Georgia, serif; font-size: 1.1rem;
  padding-left: 1.2rem; white-space: pre-wrap; }
.formula sub, .formula sup { font-size: 0.72em; line-height: 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 2rem; margin: 0; }
dl > div { display: grid; grid-template-columns: 8rem 1fr; gap: 1rem; padding: 0.35rem 0; border-bottom: 1px solid var(--edge); }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
details { margin-bottom: 0.75rem; }
summary { cursor: pointer; padding: 0.3rem 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--edge); font-size: 0.87rem; color: var(--muted); }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  nav { display: none; }
  figure, .technique, .remedies > li, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .figures { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
}
`;
