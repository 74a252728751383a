import { count, listed } from "../base/index.ts";
import type { VNode } from "preact";
import {
  checkedRepeats,
  checkedSentences,
  leakSentences,
  repeatSentences,
  suspectSentences,
} from "../data/index.ts";
import { type DataFacts, twinSentences } from "../train/index.ts";
import { ColumnTable } from "./columns.tsx";
import type { ReportRun } from "./input.ts";
import { orDash } from "./outcome.ts";
import { Part } from "./part.tsx";
import { baselineTitles, judgingPart, partTitles } from "./scores.tsx";
import { SpreadFigure } from "./spread.tsx";
import { Table } from "./table.tsx";

interface DataProps {
  readonly data: DataFacts;
}

const share = (some: number, all: number): string => `${((100 * some) / all).toFixed(1)} %`;
const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What a model sees of a row. */
function inputsText({ inputs: { kind, shape }, vocabulary = 0, columns }: DataFacts): string {
  if (kind === "image") {
    const [channels, ...sides] = shape;
    return `images of ${sides.join(" × ")} pixels, ${channels === 1 ? "grey" : `${channels} channels`}`;
  }
  if (kind === "tokens")
    return `texts of at most ${count(shape[0] ?? 0)} words or marks, ${count(vocabulary)} of them known`;
  const numbers = `${count(shape[0] ?? 0)} ${shape[0] === 1 ? "number" : "numbers"}`;
  return columns
    ? `${count(columns.count)} ${columns.count === 1 ? "column" : "columns"}, which become ${numbers}`
    : numbers;
}

function targetText({ target, spread }: DataFacts): string {
  const what =
    spread.kind === "classes"
      ? `${count(spread.classes.length)} classes`
      : spread.columns.length === 1
        ? "a number"
        : `${spread.columns.length} numbers`;
  const looked =
    spread.kind === "classes" && spread.positive !== undefined ? `; "${spread.positive}" is looked for` : "";
  return `${target ? `"${target.name}": ${what} (${target.why})` : what}${looked}`;
}

/** Columns beside the texts that are learned from. */
const besideFacts = ({ apart = {} }: DataFacts): readonly (readonly [string, string])[] =>
  Object.keys(apart).length === 0
    ? []
    : [
        [
          "Beside",
          Object.entries(apart)
            .map(([name, why]) => `"${name}": ${why}`)
            .join("; "),
        ],
      ];

/** What was read, as facts. */
function ReadFacts({ data }: DataProps): VNode {
  const entries: readonly (readonly [string, string])[] = [
    ["Read", `${data.name}: ${count(data.rows)} rows`],
    ...(data.reading.length > 0 ? [["How", data.reading.join("; ")] as const] : []),
    ["Inputs", inputsText(data)],
    ...(data.columns ? [] : besideFacts(data)),
    ["Target", targetText(data)],
    ["Split", data.split.how.join("; ")],
  ];
  return (
    <dl>
      {entries.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface FindingsProps {
  readonly title: string;
  readonly found: readonly string[];
  /** What was looked at without finding anything. */
  readonly checked?: readonly string[];
  readonly isCaution?: boolean;
}

/** What was found, then what was looked at without finding anything; nothing where neither is. */
function Findings({ title, found, checked = [], isCaution = false }: FindingsProps): VNode | null {
  const list = (sentences: readonly string[], isMarked: boolean): VNode | null =>
    sentences.length === 0 ? null : (
      <ul {...(isMarked && { class: "caution" })}>
        {sentences.map((sentence) => (
          <li>{asSentence(sentence)}</li>
        ))}
      </ul>
    );
  return found.length + checked.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      {list(found, isCaution)}
      {list(checked, false)}
    </>
  );
}

/** What may be wrong with the data. */
function AllFindings({ data: { suspects, twins = [], constant = [], leaks } }: DataProps): VNode {
  const repeats = repeatSentences(leaks).map(
    (sentence) => `${sentence}; they may be one thing measured twice, or alike by nature`,
  );
  return (
    <>
      <Findings title="Missing values?" found={suspectSentences(suspects)} isCaution />
      <Findings title="Collinear columns" found={twinSentences(twins)} />
      <Findings
        title="Constant columns"
        found={
          constant.length > 0
            ? [`one value only in the training rows, so without effect: ${listed(constant)}`]
            : []
        }
      />
      <Findings title="Repeated rows" found={repeats} checked={checkedRepeats(leaks)} />
      <Findings title="Leaks" found={leakSentences(leaks)} checked={checkedSentences(leaks)} isCaution />
    </>
  );
}

function SplitTable({ data }: DataProps): VNode {
  const { rows } = data.split;
  const used = rows.train + rows.validation + rows.test;
  const unused = data.rows - used;
  return (
    <Table
      caption="Rows of each part"
      columns={["Part", "Rows", "Share"]}
      rows={[
        ...(["train", "validation", "test"] as const).map((part) => ({
          header: partTitles[part].charAt(0).toUpperCase() + partTitles[part].slice(1),
          cells: [count(rows[part]), share(rows[part], data.rows)],
        })),
        ...(unused > 0 ? [{ header: "Not used", cells: [count(unused), share(unused, data.rows)] }] : []),
      ]}
    />
  );
}

/** What simpler models make of the data, beside this one. */
function BaselineTable({ run }: { readonly run: ReportRun }): VNode | null {
  const judging = judgingPart(run);
  if (!judging) return null;
  const { metrics } = run.history;
  const { of, part } = judging;
  const { constant, linear } = baselineTitles(run);
  const row = (header: string, scores: Readonly<Record<string, number>>) => ({
    header,
    cells: metrics.map(({ id }) => orDash(scores[id])),
  });
  return (
    <Table
      caption={`Baselines on the ${partTitles[part]} part`}
      columns={["Model", ...metrics.map(({ title }) => title)]}
      rows={[
        row(constant, of.baseline),
        ...(of.linear ? [row(linear, of.linear)] : []),
        { ...row("This model", of.metrics), emphasized: true },
      ]}
    />
  );
}

/** The data of a run: what was read, how it is divided, what is wrong with it, and what is easy about it. */
export function DataPart({ run, id }: { readonly run: ReportRun; readonly id: string }): VNode | null {
  const { data } = run;
  if (!data) return null;
  return (
    <Part title="Data" id={id}>
      <ReadFacts data={data} />
      <AllFindings data={data} />
      <div class="figures">
        <SpreadFigure data={data} />
        <div>
          <SplitTable data={data} />
          <BaselineTable run={run} />
        </div>
      </div>
      <ColumnTable data={data} />
    </Part>
  );
}
