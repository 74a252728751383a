// Ways in which what a model is judged by may be known to it already.
import { count } from "../../base/index.ts";
import type { Dataset, Part } from "../dataset.ts";
import { type LoneColumns, loneColumns, type NotMeasured, tellingShare } from "./lone-columns.ts";
import { type Repeats, type SharedGroups, sharedGroups, sharedRows } from "./shared-rows.ts";

/** What was looked for, and what was measured. */
export interface Leaks {
  readonly repeats: Repeats;
  /** Of tables with one target. */
  readonly columns?: LoneColumns | NotMeasured;
  /** Of rows with groups. */
  readonly groups?: SharedGroups;
}

/** Looks for leaks in a data set as a model sees it. The same rows and seed give the same numbers. */
export function findLeaks(dataset: Dataset, rows: Readonly<Record<Part, Int32Array>>, seed: number): Leaks {
  const columns = loneColumns(dataset, rows, seed);
  const groups = sharedGroups(dataset, rows);
  return { repeats: sharedRows(dataset, rows), ...(columns && { columns }), ...(groups && { groups }) };
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
/** Rounded towards zero: no score below 1 reads as 1. */
const score = (value: number): string => String(Math.floor(1000 * value + 1e-9) / 1000);

const shareText = (some: number, all: number, what: string): string =>
  `${count(some)} of ${count(all)} ${what} (${percent(some / all)})`;

function targetText(same: readonly number[], shared: readonly number[]): string {
  if (same.every((number) => number === 0)) return "none of them its target";
  if (same.every((number, i) => number === shared[i])) return "and its target";
  return `${same.map(count).join(" and ")} of them its target too`;
}

/**
 * Held-out rows that training has too, in one sentence for both parts without its full stop; none where there are none. Whether
 * that is a leak, or rows are alike by nature, nobody can tell from them.
 */
export function repeatSentences({ repeats: { pairs, training } }: Pick<Leaks, "repeats">): readonly string[] {
  const found = pairs.filter((pair) => pair.with === "train" && pair.shared > 0);
  if (found.length === 0) return [];
  const which = found.map(({ part, rows, shared }) => shareText(shared, rows, `${part} rows`));
  const targets = targetText(
    found.map(({ sameTarget }) => sameTarget),
    found.map(({ shared }) => shared),
  );
  const self =
    training.repeated > 0
      ? `; within training, ${shareText(training.repeated, training.rows, "rows")} repeat each other`
      : "";
  const verb = found.length === 1 && found[0]?.shared === 1 ? "has" : "have";
  return [`${which.join(" and ")} ${verb} the inputs of a training row, ${targets}${self}`];
}

const mostNamed = 3;

/** A perfect column among few rows may be luck. */
const isDoubtful = ({ measure, constant, best, telling }: LoneColumns): boolean =>
  telling.length === 0 &&
  measure === "accuracy" &&
  constant < 1 &&
  1 - best.score <= tellingShare * (1 - constant);

function columnText(columns: LoneColumns): string[] {
  const { measure, part, rows, constant, best, telling } = columns;
  if (isDoubtful(columns))
    return [
      `"${best.name}" alone reaches accuracy ${score(best.score)} on ${count(rows)} ${part} rows, where the most frequent class has ${score(constant)}: it may say the target in other words, and more rows would tell`,
    ];
  const title = measure === "accuracy" ? "accuracy" : "R²";
  const beside = measure === "accuracy" ? `, where the most frequent class has ${score(constant)}` : "";
  const shown = telling
    .slice(0, mostNamed)
    .map(
      ({ name, score: own }) =>
        `"${name}" alone predicts the target: ${title} ${score(own)} on ${count(rows)} ${part} rows${beside}; leave it out by --ignore if it is known only together with the target`,
    );
  const more = telling.length - shown.length;
  return more > 0
    ? [...shown, `${count(more)} further ${more === 1 ? "column does" : "columns do"} so too`]
    : shown;
}

/** What was found besides rows that repeat, a sentence each without its full stop; none where nothing was. */
export function leakSentences({ columns, groups }: Omit<Leaks, "repeats">): readonly string[] {
  return [
    ...(columns && "telling" in columns ? columnText(columns) : []),
    ...(groups && groups.groups > 0
      ? [
          `${count(groups.groups)} of ${count(groups.all)} groups have rows in several parts: the source fixes these`,
        ]
      : []),
  ];
}

/** What else is known of rows that repeat, a sentence each without capital and full stop. */
export function checkedRepeats({ repeats: { pairs } }: Pick<Leaks, "repeats">): readonly string[] {
  const clean = pairs.filter((pair) => pair.with === "train" && pair.shared === 0);
  const rows = clean.map((pair) => `none of ${count(pair.rows)} ${pair.part} rows`).join(" and ");
  const twice = pairs
    .filter((pair) => pair.with === "validation" && pair.shared > 0)
    .map(
      ({ shared, rows: all, part }) =>
        `${shareText(shared, all, `${part} rows`)} ${shared === 1 ? "has" : "have"} the inputs of a validation row`,
    );
  return [
    ...(rows === "" ? [] : [`${rows} ${clean.length === 1 ? "has" : "have"} the inputs of a training row`]),
    ...twice,
  ];
}

function columnsChecked(columns: LoneColumns | NotMeasured): string[] {
  if ("why" in columns) return [`single columns were not measured: ${columns.why}`];
  const { measure, part, rows, constant, best, telling } = columns;
  if (telling.length > 0 || isDoubtful(columns)) return [];
  const title = measure === "accuracy" ? "accuracy" : "R²";
  const beside = measure === "accuracy" ? `; the most frequent class has ${score(constant)}` : "";
  return [
    `no column alone predicts the target: the best one, "${best.name}", reaches ${title} ${score(best.score)} on ${count(rows)} ${part} rows${beside}`,
  ];
}

/** What was looked at without finding a leak, a sentence each without capital and full stop. */
export function checkedSentences({ columns, groups }: Omit<Leaks, "repeats">): readonly string[] {
  return [
    ...(columns ? columnsChecked(columns) : []),
    ...(groups?.groups === 0 ? [`no group has rows in several parts (${count(groups.all)} groups)`] : []),
  ];
}
