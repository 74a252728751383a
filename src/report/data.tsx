import type { VNode } from "preact";
import { checkedSentences, leakSentences, repeatSentences, suspectSentences } from "../data/index.ts";
import type { DataFacts } from "../train/index.ts";
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

const count = (value: number): string => value.toLocaleString("en-US");
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

/** Values that may stand for missing ones. */
function SuspectList({ data }: DataProps): VNode | null {
  const sentences = suspectSentences(data.suspects);
  return sentences.length === 0 ? null : (
    <>
      <h4>Missing values?</h4>
      <ul class="caution">
        {sentences.map((sentence) => (
          <li>{asSentence(sentence)}</li>
        ))}
      </ul>
    </>
  );
}

/** Held-out rows that training has too. */
function RepeatList({ data }: DataProps): VNode | null {
  const sentences = repeatSentences(data.leaks);
  return sentences.length === 0 ? null : (
    <>
      <h4>Repeated rows</h4>
      <ul>
        {sentences.map((sentence) => (
          <li>
            {asSentence(sentence)} They may be one thing measured twice, or alike because few columns have few
            values.
          </li>
        ))}
      </ul>
    </>
  );
}

/** What judges the run and may be known to it, then what was looked at without finding anything. */
function LeakList({ data }: DataProps): VNode {
  const found = leakSentences(data.leaks);
  const checked = checkedSentences(data.leaks);
  return (
    <>
      <h4>Leaks</h4>
      {found.length === 0 ? null : (
        <ul class="caution">
          {found.map((sentence) => (
            <li>{asSentence(sentence)}</li>
          ))}
        </ul>
      )}
      {checked.length === 0 ? null : (
        <ul>
          {checked.map((sentence) => (
            <li>{asSentence(sentence)}</li>
          ))}
        </ul>
      )}
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
      <SuspectList data={data} />
      <RepeatList data={data} />
      <LeakList data={data} />
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
